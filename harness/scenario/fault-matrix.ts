import { realpath, writeFile } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { readRunFile, readVerdict } from '../history/read.ts'
import type { RunFile } from '../history/run-info.ts'
import { matrixPage } from '../report/html/matrix-page.ts'
import { type Matrix, type MatrixRow, matrixRow, type Place } from '../report/matrix-table.ts'
import { scenarioOf } from './catalogue.ts'
import { combinationsOf } from './combinations.ts'
import { parseFault, type RequestedFault, stepMeant } from './requested-fault.ts'

/**
 * One matrix for each scenario that some of these runs had as it stands but for faults, by their folders alone: a row for each fault of a
 * run. Of runs with the same faults and seed the newest counts. What must hold is what the scenario declares now, where it can be found.
 */
export async function matricesOf(folders: readonly string[]): Promise<Matrix[]> {
  const all = (await Promise.all(folders.map(combinationsIn))).flat()
  const newest = new Map<string, Combined>()
  for (const it of all.sort((a, b) => a.run.startedAt - b.run.startedAt)) {
    newest.set([it.run.scenario, it.row.fault, it.row.seed, ...it.run.requestedFaults].join(' '), it)
  }
  const groups = Map.groupBy(newest.values(), it => it.run.scenario)
  return [...groups].map(([scenario, its]) => ({
    schema: 1,
    scenario,
    title: its[0]!.run.title,
    rows: its
      .map(({ row }) => row)
      .sort((a, b) => a.step - b.step || a.fault.localeCompare(b.fault) || a.seed - b.seed),
  }))
}

interface Combined {
  run: RunFile
  row: MatrixRow
}

/** The faults of the run in a folder, if it was a scenario as it stands but for these, and was judged. */
async function combinationsIn(folder: string): Promise<Combined[]> {
  const run = await readRunFile(folder).catch(() => undefined)
  if (run === undefined || run.requestedFaults.length === 0 || run.control !== undefined) return []
  const verdict = await readVerdict(folder)
  if (verdict === undefined) return []
  return (await placesOf(run)).map(place => ({ run, row: matrixRow(run, verdict, place) }))
}

/** At which steps a run's faults were asked for, and whether the scenario must survive each; none for another variant of it. */
async function placesOf(run: RunFile): Promise<Place[]> {
  const scenario = await scenarioOf(run)
  const [first] = Object.keys(scenario?.variants ?? {})
  if (first !== undefined && run.variant !== first) return []
  const { steps } = run.coverage
  const declared = scenario ? combinationsOf(scenario) : []
  return run.requestedFaults.map(text => {
    const fault = parseFault(text)
    const step = stepMeant(steps, fault.step)
    const same = (other: RequestedFault) =>
      other.kind === fault.kind &&
      other.target === fault.target &&
      other.when === fault.when &&
      stepMeant(steps, other.step) === step
    return {
      fault: text,
      step,
      required: declared.some(c => c.required && same(c.fault)),
    }
  })
}

/**
 * Writes matrix-<scenario>.html and .json, the pages with links to the reports of the runs.
 * @param into a folder. @param folders of the runs
 * @returns the paths of the pages.
 */
export async function writeMatrices(
  into: string,
  matrices: readonly Matrix[],
  folders: readonly string[],
): Promise<string[]> {
  if (matrices.length === 0) return []
  // Real paths: runs/latest will soon be another run.
  const [from, ...runs] = await Promise.all([into, ...folders].map(path => realpath(path)))
  const paths = new Map(runs.map(run => [basename(run), relative(from!, run)]))
  return Promise.all(
    matrices.map(async matrix => {
      const file = join(into, `matrix-${matrix.scenario}`)
      await writeFile(`${file}.json`, `${JSON.stringify(matrix, undefined, 2)}\n`)
      await writeFile(`${file}.html`, matrixPage(matrix, paths))
      return `${file}.html`
    }),
  )
}
