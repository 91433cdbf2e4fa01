import { existsSync, globSync, realpathSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { runsIn } from '../history/read.ts'
import { UsageError } from '../util/errors.ts'

/** Whether a folder is that of a run. */
export const isRun = (folder: string): boolean => existsSync(join(folder, 'run.json'))

/** A link may lead nowhere, as `latest` does when its run was deleted. */
const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false

/**
 * The folders that a command is about. A word names one, whether it is there or not, or is a glob that the shell has left alone, as in quotes. A folder
 * that is meant twice counts once.
 * @param fits which of the paths that a glob matches are meant
 * @throws UsageError when these are none
 */
export function foldersOf(words: readonly string[], fits: (path: string) => boolean = isFolder): string[] {
  const folders = words.flatMap(word => (isGlob(word) ? matching(word, fits) : [word]))
  return [
    ...new Map(folders.map(folder => [existsSync(folder) ? realpathSync(folder) : resolve(folder), folder])).values(),
  ]
}

/** The folders of the runs that words mean: these themselves, or those in them. @throws UsageError when a glob matches nothing. */
export async function runsAmong(words: readonly string[]): Promise<string[]> {
  const own = async (folder: string) =>
    isRun(folder) ? [folder] : (await runsIn(folder)).map(id => join(folder, id)).filter(isRun)
  return (await Promise.all(foldersOf(words).map(own))).flat()
}

/** A folder may be called like a glob. */
const isGlob = (word: string): boolean => /[*?[{]/.test(word) && !existsSync(word)

function matching(glob: string, fits: (path: string) => boolean): string[] {
  const found = globSync(glob).filter(fits).sort()
  if (found.length > 0) return found
  throw new UsageError(`no run matches ${glob}`, "name folders of runs, as in runs/latest or 'runs/zone-*'")
}
