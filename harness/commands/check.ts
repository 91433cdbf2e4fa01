import { join, relative } from 'node:path'
import { readRun } from '../history/read.ts'
import { exitCode } from '../history/verdict.ts'
import { coloursOf } from '../report/colours.ts'
import { verdictLine, verdictText } from '../report/console.ts'
import { scenarioOf } from '../scenario/catalogue.ts'
import { conclude } from '../scenario/outcome.ts'

/**
 * Judges a finished run once more by its folder alone, and writes its reports anew.
 * @returns the exit code of its verdict.
 * @throws UsageError when the folder holds no run.
 */
export async function check(folder: string, json: boolean): Promise<number> {
  const { run } = await readRun(folder)
  const scenario = await scenarioOf(run)
  const verdict = await conclude(
    folder,
    scenario?.controls.find(c => c.id === run.control),
  )
  const report = relative('', join(folder, 'report.html'))
  process.stdout.write(json ? verdictLine(verdict, report) : verdictText(verdict, report, coloursOf(process.stdout)))
  return exitCode[verdict.verdict]
}
