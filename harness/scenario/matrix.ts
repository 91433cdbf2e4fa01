import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readRunInfo, readVerdict } from '../history/read.ts'
import type { RunInfo } from '../history/run.ts'
import { matrixPage } from '../report/html/matrix.ts'
import { type Matrix, type MatrixRow, matrixRow } from '../report/matrix.ts'
import { type AskedFault, parseFault, stepMeant } from './asked-fault.ts'
import { scenarioOf } from './catalogue.ts'
import { combinationsOf } from './combinations.ts'

/**
 * One matrix for each scenario that some of these runs had as it stands but for one fault, by their folders alone. Of runs with the same
 * fault and seed the newest counts. What must hold is what the scenario declares now, where it can be found.
 */
export async function matricesOf(runs: string, ids: readonly string[]): Promise<Matrix[]> {
  const all = (await Promise.all(ids.map(id => combinationIn(join(runs, id))))).filter(it => it !== undefined)
  const newest = new Map<string, Combined>()
  for (const it of all.sort((a, b) => a.run.startedAt - b.run.startedAt)) {
    newest.set([it.run.scenario, it.row.fault, it.row.seed].join(' '), it)
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
  run: RunInfo
  row: MatrixRow
}

/** The run in a folder, if it was a scenario as it stands but for one fault, and was judged. */
async function combinationIn(folder: string): Promise<Combined | undefined> {
  const run = await readRunInfo(folder).catch(() => undefined)
  if (run?.faultsAsked.length !== 1 || run.control !== undefined) return undefined
  const [verdict, place] = [await readVerdict(folder), await placeOf(run)]
  return verdict && place && { run, row: matrixRow(run, verdict, place) }
}

/** Which step a run's fault was asked for, and whether the scenario must survive it there; undefined for another reading of it. */
async function placeOf(run: RunInfo): Promise<{ step: number; mustHold: boolean } | undefined> {
  const scenario = await scenarioOf(run)
  const [first] = Object.keys(scenario?.readings ?? {})
  if (first !== undefined && run.reading !== first) return undefined
  const { steps } = run.sufficiency
  const fault = parseFault(run.faultsAsked[0]!)
  const step = stepMeant(steps, fault.step)
  const same = (other: AskedFault) =>
    other.kind === fault.kind &&
    other.target === fault.target &&
    other.when === fault.when &&
    stepMeant(steps, other.step) === step
  const declared = scenario ? combinationsOf(scenario) : []
  return { step, mustHold: declared.some(c => c.mustHold && same(c.fault)) }
}

/** Writes matrix-<scenario>.html and .json beside the runs. @returns the paths of the pages. */
export async function writeMatrices(runs: string, matrices: readonly Matrix[]): Promise<string[]> {
  return Promise.all(
    matrices.map(async matrix => {
      const file = join(runs, `matrix-${matrix.scenario}`)
      await writeFile(`${file}.json`, `${JSON.stringify(matrix, undefined, 2)}\n`)
      await writeFile(`${file}.html`, matrixPage(matrix))
      return `${file}.html`
    }),
  )
}
