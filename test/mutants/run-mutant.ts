import { join } from 'node:path'
import { readRunFile, readVerdict } from '../../harness/history/read.ts'
import { command } from '../../harness/util/command.ts'
import type { Mutant } from './mutant.ts'
import { type Outcome, outcomeOf } from './outcome.ts'
import { productOf } from './products.ts'

const CLI = new URL('../../harness/cli.ts', import.meta.url).pathname

/**
 * Runs the scenario that has to show a mutant.
 * @param binary of the mutant
 * @param folder where the run leaves its own
 * @throws where there was no verdict: what the run said last
 */
export async function runMutant(
  mutant: Mutant,
  binary: string,
  { folder, seed, signal }: { folder: string; seed: number; signal: AbortSignal },
): Promise<Outcome> {
  const words = [
    mutant.scenario,
    `--${productOf(mutant).tool.name}`,
    binary,
    '--runs',
    folder,
    '--seed',
    String(seed),
    ...(mutant.flags ?? []),
  ]
  const began = Date.now()
  const ended = await command(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, 'run', ...words], {
    signal,
  })
  const latest = join(folder, 'latest')
  const verdict = ended.code === 2 ? undefined : await readVerdict(latest)
  const run = verdict && (await readRunFile(latest))
  if (!run || run.startedAt < began - 1000) throw new Error(`no verdict: ${ended.stderr.trim().split('\n').at(-1)}`)
  return outcomeOf(mutant, verdict!, run.startedAt)
}
