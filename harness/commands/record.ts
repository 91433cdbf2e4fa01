import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { readRunInfo, readVerdict, runsIn } from '../history/read.ts'
import { coloursOf } from '../report/colours.ts'
import { type FinishedRun, recordsOf, recordText } from '../report/record.ts'
import { UsageError } from '../util/errors.ts'
import { INVOCATION } from '../util/invocation.ts'

/**
 * Tells what runs that differ in their seeds alone came to together, by their folders alone.
 * @param folders of runs, or folders that hold these
 * @throws UsageError when there is no run in them, or when one can not be read.
 */
export async function record(folders: readonly string[], json: boolean): Promise<void> {
  const runs = (await Promise.all(folders.map(foldersIn))).flat()
  if (await tellRecords(runs, json)) return
  throw new UsageError(
    `no run in ${folders.join(', ')}`,
    `make some first: \`${INVOCATION} run <scenario> --repeat 3\``,
  )
}

/** The records of the runs in some folders. @returns how many there were. */
export async function tellRecords(folders: readonly string[], json: boolean): Promise<number> {
  const records = recordsOf(await Promise.all(folders.map(finishedRun)))
  const text = records.map(it =>
    json ? `${JSON.stringify({ type: 'record', ...it })}\n` : `\n${recordText(it, coloursOf(process.stdout))}`,
  )
  process.stdout.write(text.join(''))
  return records.length
}

/** A run's folder itself, or those in it. */
async function foldersIn(folder: string): Promise<string[]> {
  if (await isRun(folder)) return [folder]
  const folders = (await runsIn(folder)).map(id => join(folder, id))
  const which = await Promise.all(folders.map(isRun))
  return folders.filter((_, i) => which[i])
}

const isRun = (folder: string): Promise<boolean> =>
  access(join(folder, 'run.json')).then(
    () => true,
    () => false,
  )

const finishedRun = async (folder: string): Promise<FinishedRun> => ({
  run: await readRunInfo(folder),
  verdict: await readVerdict(folder),
})
