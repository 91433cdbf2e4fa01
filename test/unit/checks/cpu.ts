import type { CpuPressureEvent, CpuUse, HistoryEvent } from '../../../harness/history/events.ts'
import { STEADY_STATE } from '../../../harness/history/steady-state-step.ts'
import { at } from './histories.ts'

/** Who had the two CPUs of a machine for so long. */
export const use = (changes: Partial<CpuUse> = {}): CpuUse => ({
  pods: {},
  instruments: {},
  outside: 0,
  stolen: 0,
  cpus: 2,
  ...changes,
})

/** A steady state of 3 s in which each pod and the harness have a tenth of a CPU. */
export const steadyCpu = (pods: readonly string[], from = 0): HistoryEvent[] => [
  { type: 'step', step: STEADY_STATE, phase: 'begin', at: at(from) },
  ...[0, 1000, 2000].map(
    (ms): HistoryEvent => ({
      type: 'cpu-use',
      from: at(from + ms),
      to: at(from + ms + 1000),
      use: use({ pods: Object.fromEntries(pods.map(p => [p, 100])), instruments: { harness: 100 } }),
    }),
  ),
  { type: 'step', step: STEADY_STATE, phase: 'done', at: at(from + 3000) },
]

/** Nearly all of the time from `from` to `to` programs waited for a CPU, while these had them, in each tenth of a second. */
export const pressed = (from: number, to: number, had?: CpuUse, ms = 90): CpuPressureEvent[] =>
  Array.from({ length: (to - from) / 100 }, (_, n) => ({
    type: 'cpu-pressure',
    from: at(from + 100 * n),
    to: at(from + 100 * (n + 1)),
    ms,
    ...(had && { use: had }),
  }))
