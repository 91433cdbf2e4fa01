import { join, relative } from 'node:path'
import { readRunFile } from '../history/read.ts'
import { coloursOf } from '../report/colours.ts'
import { verdictLine, verdictText } from '../report/console.ts'
import { scenarioOf } from '../scenario/catalogue.ts'
import { judgeRunFolder } from '../scenario/outcome.ts'
import { exitOf } from '../scenario/suite.ts'
import { subjectOf } from '../subjects.ts'
import { foldersOf, isRun } from './folders.ts'

/**
 * Judges finished runs once more by their folders alone, and writes their reports anew.
 * @param words their folders, or globs
 * @returns the exit code of its verdict, or of all together.
 * @throws UsageError when a folder holds no run: then none was judged.
 */
export async function check(words: readonly string[], json: boolean): Promise<number> {
  const folders = foldersOf(words, isRun)
  const runs = await Promise.all(folders.map(async folder => ({ folder, run: await readRunFile(folder) })))
  const verdicts = []
  for (const { folder, run } of runs) {
    const scenario = await scenarioOf(run)
    const verdict = await judgeRunFolder(
      folder,
      scenario?.subject ?? (await subjectOf(run.subject.name)),
      scenario?.controls.find(c => c.id === run.control),
    )
    const report = relative('', join(folder, 'report.html'))
    const before = verdicts.length > 0 ? '\n' : ''
    process.stdout.write(
      json ? verdictLine(verdict, report) : before + verdictText(verdict, report, coloursOf(process.stdout)),
    )
    verdicts.push(verdict)
  }
  return exitOf(verdicts.map(verdict => ({ outcome: 'ran', verdict, planned: {} })))
}
