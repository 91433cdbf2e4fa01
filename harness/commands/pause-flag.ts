import { pausedText } from '../report/paused-text.ts'
import type { OnPause } from '../scenario/launch.ts'
import { parsePause } from '../scenario/pause-point.ts'
import { stepMeant } from '../scenario/requested-fault.ts'
import type { Planned } from '../scenario/suite.ts'
import { asVariant, varied } from '../scenario/variants.ts'
import { UsageError } from '../util/errors.ts'
import type { RunFlags } from './run-flags.ts'

/** Refuses a pause that can not be, before anything is started. @throws UsageError */
export function checkPause(
  plan: readonly Pick<Planned, 'scenario' | 'control' | 'variant'>[],
  { pause, parallel, json, dry }: Pick<RunFlags, 'pause' | 'parallel' | 'json' | 'dry'>,
): void {
  if (pause === undefined) return
  const point = parsePause(pause)
  for (const { scenario, control, variant } of plan) {
    const names = varied(asVariant(scenario, variant), control).steps.map(s => s.name)
    if (point.when !== 'on-red') stepMeant(names, point.step)
  }
  const other = parallel > 1 ? '--parallel' : json ? '--json' : undefined
  if (other !== undefined) throw new UsageError(`--pause can not be combined with ${other}`, 'leave one of them out')
  if (!dry && !(process.stdin.isTTY && process.stdout.isTTY)) {
    throw new UsageError('--pause waits for Enter, and this is no terminal', 'run it on a terminal, or leave it out')
  }
}

/** Says where a paused run can be reached, and waits for Enter. */
export const untilEnter =
  (signal: AbortSignal): OnPause =>
  (where, asked) =>
    new Promise(resolve => {
      // The status line of the pause is being drawn.
      process.stdout.write(`\r\u001b[K${pausedText(where, asked)}`)
      const { stdin } = process
      const goOn = () => {
        stdin.off('data', goOn)
        stdin.pause()
        resolve()
      }
      stdin.on('data', goOn)
      stdin.resume()
      signal.addEventListener('abort', goOn, { once: true })
    })
