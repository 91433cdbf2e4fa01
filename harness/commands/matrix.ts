import { dirname, relative, resolve } from 'node:path'
import { coloursOf } from '../report/colours.ts'
import { matrixTable } from '../report/matrix-table.ts'
import { matricesOf, writeMatrices } from '../scenario/fault-matrix.ts'
import { UsageError } from '../util/errors.ts'
import { INVOCATION } from '../util/invocation.ts'
import { runsAmong } from './folders.ts'

/**
 * Shows at which steps of which scenario a fault was survived, by the folders of the runs alone, and writes the tables beside the first of them.
 * @param words folders of runs, or folders that hold these, or globs
 * @throws UsageError when no run in them had a fault that was asked for.
 */
export async function matrix(words: readonly string[], json: boolean): Promise<void> {
  const folders = await runsAmong(words)
  if (await tellMatrices(dirname(resolve(folders[0] ?? '')), folders, json)) return
  throw new UsageError(
    `no run in ${words.join(', ')} had a fault at a step`,
    `make some first: \`${INVOCATION} run <scenario> --fault-each-step kill-pod\``,
  )
}

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
