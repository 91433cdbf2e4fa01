import { readRunFile, readVerdict } from '../history/read.ts'
import { coloursOf } from '../report/colours.ts'
import { type FinishedRun, summariesOf, summaryText } from '../report/run-summary.ts'
import { loadSubjects } from '../subjects.ts'
import { UsageError } from '../util/errors.ts'
import { INVOCATION } from '../util/invocation.ts'
import { runsAmong } from './folders.ts'

/**
 * Tells what runs that differ in their seeds alone came to together, by their folders alone.
 * @param words folders of runs, or folders that hold these, or globs
 * @throws UsageError when there is no run in them, or when one can not be read.
 */
export async function summary(words: readonly string[], json: boolean): Promise<void> {
  if (await printSummaries(await runsAmong(words), json)) return
  throw new UsageError(`no run in ${words.join(', ')}`, `make some first: \`${INVOCATION} run <scenario> --repeat 3\``)
}

/** The summaries of the runs in some folders. @returns how many there were. */
export async function printSummaries(folders: readonly string[], json: boolean): Promise<number> {
  // What is added up, the signals say.
  const signals = (await loadSubjects()).flatMap(s => s.signals)
  const summaries = summariesOf(await Promise.all(folders.map(finishedRun)), signals)
  const text = summaries.map(it =>
    json ? `${JSON.stringify({ type: 'summary', ...it })}\n` : `\n${summaryText(it, coloursOf(process.stdout))}`,
  )
  process.stdout.write(text.join(''))
  return summaries.length
}

const finishedRun = async (folder: string): Promise<FinishedRun> => ({
  run: await readRunFile(folder),
  verdict: await readVerdict(folder),
})
