import { dirname, relative, resolve } from 'node:path'
import type { ToldTable } from '../history/events.ts'
import { coloursOf } from '../report/colours.ts'
import { columns } from '../report/columns.ts'
import { matrixTable } from '../report/matrix-table.ts'
import { matricesOf, writeMatrices } from '../scenario/fault-matrix.ts'
import { variantsTold } from '../scenario/variants-told.ts'
import { UsageError } from '../util/errors.ts'
import { INVOCATION } from '../util/invocation.ts'
import { runsAmong } from './folders.ts'

/**
 * Shows at which steps of which scenario a fault was survived, and what its variants told side by side, by the folders of the runs alone. Tables of faults are written
 * beside the first of them.
 * @param words folders of runs, or folders that hold these, or globs
 * @throws UsageError when no run in them had a fault that was asked for, and no two told a row.
 */
export async function matrix(words: readonly string[], json: boolean): Promise<void> {
  const folders = await runsAmong(words)
  const faults = await tellMatrices(dirname(resolve(folders[0] ?? '')), folders, json)
  if (faults + (await tellVariants(folders, json)) > 0) return
  throw new UsageError(
    `no run in ${words.join(', ')} had a fault at a step, or told a row beside those of other variants`,
    `make some first: \`${INVOCATION} run <scenario> --fault-each-step kill-pod\`, or \`--variant all\``,
  )
}

/** What variants of scenarios told, side by side. @returns how many tables there were */
async function tellVariants(folders: readonly string[], json: boolean): Promise<number> {
  const tables = await variantsTold(folders)
  const text = tables.map(table => (json ? `${JSON.stringify({ type: 'variants', ...table })}\n` : toldText(table)))
  process.stdout.write(text.join(''))
  return tables.length
}

const toldText = ({ title, heads, rows }: ToldTable): string =>
  `\n${[title, ...columns([heads.map(h => h.replace('#', '')), ...rows])].join('\n')}\n`

/** The tables of the runs in some folders. @param into where they are written. @returns how many there were. */
export async function tellMatrices(into: string, folders: readonly string[], json: boolean): Promise<number> {
  const matrices = await matricesOf(folders)
  const pages = await writeMatrices(into, matrices, folders)
  const text = matrices.map((it, i) =>
    json
      ? `${JSON.stringify({ type: 'matrix', ...it })}\n`
      : `\n${matrixTable(it, coloursOf(process.stdout))}  report  ${relative('', pages[i]!)}\n`,
  )
  process.stdout.write(text.join(''))
  return matrices.length
}
