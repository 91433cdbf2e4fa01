import { join } from 'node:path'
import { UsageError } from '../../harness/util/errors.ts'
import type { Edit, Mutant } from './mutant.ts'

/** A file as `go build -overlay` takes it. */
interface Replaced {
  /** Where Go looks for it. */
  place: string
  /** What Go finds there. */
  text: string
}

/**
 * All files in which a mutant differs from Mimir.
 * @param module the folder of Mimir's Go module
 * @param version what is pinned, for words
 * @param read gives the text of a file of the module, undefined where there is none
 * @throws UsageError where an edit does not fit the pinned version
 */
export function overlayOf(
  { id, edits, adds = {} }: Mutant,
  module: string,
  version: string,
  read: (file: string) => string | undefined,
): Replaced[] {
  const edited = [...Map.groupBy(edits, e => e.file)].map(([file, those]) => {
    const source = read(file)
    if (source === undefined) throw unfit(id, `Mimir ${version} has no file ${file}`)
    const text = those.reduce((sofar, edit) => applied(sofar, edit, id, version), source)
    return { place: join(module, file), text }
  })
  const added = Object.entries(adds).map(([file, text]) => {
    if (read(file) !== undefined) throw unfit(id, `Mimir ${version} has a file ${file} of its own`)
    return { place: join(module, file), text }
  })
  return [...edited, ...added]
}

function applied(source: string, { file, anchor, put }: Edit, id: string, version: string): string {
  const times = source.split(anchor).length - 1
  if (times !== 1)
    throw unfit(id, `${file} of Mimir ${version} has ${times === 0 ? 'no' : `${times} times`} "${anchor}"`)
  return source.replace(anchor, () => put.replaceAll('$&', () => anchor))
}

const unfit = (id: string, why: string) => new UsageError(`mutant ${id} can not be built, ${why}`, 'change its edits')
