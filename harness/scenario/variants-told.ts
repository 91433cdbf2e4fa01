import type { ToldTable } from '../history/events.ts'
import { readRunFile, readVerdict } from '../history/read.ts'
import type { RunFile } from '../history/run-info.ts'
import type { VerdictFile } from '../history/verdict.ts'

interface Told {
  run: RunFile
  verdict: VerdictFile
}

const variantOf = ({ variant, control }: RunFile): string => control ?? variant ?? 'as it stands'

/**
 * What variants and controls of a scenario told in a row of their own, side by side: of tables that have one row in each of several runs, one with all of these.
 * Of several runs of a variant the newest counts.
 */
export async function variantsTold(folders: readonly string[]): Promise<ToldTable[]> {
  const runs = (await Promise.all(folders.map(toldIn))).flat()
  const newest = new Map(
    runs
      .sort((a, b) => a.run.startedAt - b.run.startedAt)
      .map(it => [`${it.run.scenario} ${variantOf(it.run)}`, it] as const),
  )
  const rows = [...newest.values()].flatMap(({ run, verdict }) =>
    verdict.tables
      .filter(table => table.rows.length === 1)
      .map(({ title, heads, rows: [row] }) => ({
        title: `${run.scenario}: ${title}`,
        heads: ['variant', 'verdict', ...heads],
        row: [variantOf(run), verdict.verdict, ...row!],
      })),
  )
  return [...Map.groupBy(rows, it => it.title)]
    .filter(([, own]) => own.length > 1)
    .map(([title, own]) => ({ title, heads: own[0]!.heads, rows: own.map(it => it.row) }))
}

/** A run that was judged and had no fault beside its own. */
async function toldIn(folder: string): Promise<Told[]> {
  const run = await readRunFile(folder).catch(() => undefined)
  if (run === undefined || run.requestedFaults.length > 0) return []
  const verdict = await readVerdict(folder)
  return verdict === undefined ? [] : [{ run, verdict }]
}
