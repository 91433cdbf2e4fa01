import type { CheckName } from '../../harness/index.ts'
import type { products } from './products.ts'

/** What takes the place of one line of a product's source. */
export interface Edit {
  /** In its Go module: `pkg/distributor/distributor.go`. */
  file: string
  /** A piece of one line, which the file has exactly once. */
  anchor: string
  /** What stands there instead. `$&` is the anchor itself. */
  put: string
}

/** A Mimir, or a Prometheus, that is broken on purpose, as edits of the pinned Go module. The suite must find what is wrong with it. */
export interface Mutant {
  id: string
  /** Which product it is a broken one of. Default mimir. A broken Prometheus is the observer of its runs, too. */
  of?: keyof typeof products
  /** What is wrong with it, in one sentence. */
  defect: string
  edits: readonly Edit[]
  /** Go files that it adds to the module, by their path in it. */
  adds?: Readonly<Record<string, string>>
  /** What shows it: a scenario by its id. */
  scenario: string
  /** More flags of that run. */
  flags?: readonly string[]
  /** The verdict is invalid, and one of these checks is; with none the scenario is about the defect, contains it, and is valid. */
  foundBy: readonly CheckName[]
}

/**
 * Seconds from the start of a pod to its first mistake. Who is wrong from the beginning on spoils the steady state, and that makes a run unknown, not
 * invalid.
 */
const SOUND_FOR = 18

/**
 * A Go file with a function `mutantBroken()`, which is false until the steady state is over.
 * @param imports packages that `code` needs beside `time`
 * @param soundFor seconds from the start of a pod to its first mistake
 */
export const goFile = (name: string, imports: readonly string[], code: string, soundFor = SOUND_FOR): string =>
  `package ${name}

import (
${[...imports, 'time'].map(it => `\t"${it}"`).join('\n')}
)

var mutantBorn = time.Now()

func mutantBroken() bool { return time.Since(mutantBorn) > ${soundFor}*time.Second }

${code.trim()}
`
