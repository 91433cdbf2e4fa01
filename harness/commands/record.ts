import { readRunFile, readVerdict } from '../history/read.ts'
import { coloursOf } from '../report/colours.ts'
import { type FinishedRun, recordsOf, recordText } from '../report/record.ts'
import { loadSubjects } from '../subjects.ts'
import { UsageError } from '../util/errors.ts'
import { INVOCATION } from '../util/invocation.ts'
import { runsAmong } from './folders.ts'

/**
 * Tells what runs that differ in their seeds alone came to together, by their folders alone.
 * @param words folders of runs, or folders that hold these, or globs
 * @throws UsageError when there is no run in them, or when one can not be read.
 */
export async function record(words: readonly string[], json: boolean): Promise<void> {
  if (await tellRecords(await runsAmong(words), json)) return
  throw new UsageError(`no run in ${words.join(', ')}`, `make some first: \`${INVOCATION} run <scenario> --repeat 3\``)
}

/** The records of the runs in some folders. @returns how many there were. */
export async function tellRecords(folders: readonly string[], json: boolean): Promise<number> {
  // What is added up, the signals say.
  const signals = (await loadSubjects()).flatMap(s => s.signals)
  const records = recordsOf(await Promise.all(folders.map(finishedRun)), signals)
  const text = records.map(it =>
    json ? `${JSON.stringify({ type: 'record', ...it })}\n` : `\n${recordText(it, coloursOf(process.stdout))}`,
  )
  process.stdout.write(text.join(''))
  return records.length
}

const finishedRun = async (folder: string): Promise<FinishedRun> => ({
  run: await readRunFile(folder),
  verdict: await readVerdict(folder),
})
