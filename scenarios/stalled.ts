import type { Control, Judged, PathName } from '../harness/index.ts'
import { stalledFor } from './reasons.ts'

type Run = Judged['run']

/** Milliseconds that are certainly found outside of faults: 1.5 times what is steady there, and two probes. */
const tooLong = ({ objectives, spacing }: Run, path: PathName): number =>
  1.5 * objectives.steady[path]!.longestGap + 2 * spacing[path]!

const stall = (run: Run) => ({
  kind: 'stall' as const,
  ms: { writes: tooLong(run, 'writes'), reads: tooLong(run, 'instant') },
})

/** A control that is the scenario with a stall of writes and reads, at the beginning of a step outside of its faults. */
export const stalled = <Step extends string>(step: Step) =>
  ({
    id: 'stalled',
    description: `outside of any fault, in "${step}", the gateway holds writes and reads for 1.5 times their objectives and two probes: every tenant has windows that say so`,
    expectFail: ['availability'],
    inject: { step, defect: stall },
    verify: judged =>
      stalledFor(judged, 'writes', tooLong(judged.run, 'writes')) ??
      stalledFor(judged, 'instant', tooLong(judged.run, 'instant')),
  }) as const satisfies Control
