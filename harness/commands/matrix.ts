import { relative } from 'node:path'
import { runsIn } from '../history/read.ts'
import { coloursOf } from '../report/colours.ts'
import { matrixTable } from '../report/matrix.ts'
import { matricesOf, writeMatrices } from '../scenario/matrix.ts'
import { UsageError } from '../util/errors.ts'
import { INVOCATION } from '../util/invocation.ts'

/**
 * Shows at which steps of which scenario a fault was survived, by the folders of the runs alone, and writes the tables beside them.
 * @throws UsageError when no run in the folder had a fault that was asked for.
 */
export async function matrix(runs: string, json: boolean): Promise<void> {
  if (await tellMatrices(runs, await runsIn(runs), json)) return
  throw new UsageError(
    `no run in ${runs} had a fault at a step`,
    `make some first: \`${INVOCATION} run <scenario> --fault-each-step kill-pod\``,
  )
}

/** The tables of some runs. @returns how many there were. */
export async function tellMatrices(runs: string, ids: readonly string[], json: boolean): Promise<number> {
  const matrices = await matricesOf(runs, ids)
  const pages = await writeMatrices(runs, matrices)
  const text = matrices.map((it, i) =>
    json
      ? `${JSON.stringify({ type: 'matrix', ...it })}\n`
      : `\n${matrixTable(it, coloursOf(process.stdout))}  report  ${relative('', pages[i]!)}\n`,
  )
  process.stdout.write(text.join(''))
  return matrices.length
}
