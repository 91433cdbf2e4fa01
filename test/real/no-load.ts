import type { Control } from '../../harness/index.ts'
import { found } from '../../scenarios/reasons.ts'

/** The negative control of scenarios that tests run for another reason. */
export const noLoad = {
  id: 'no-load',
  description: 'there is no load',
  expectFail: ['loss'],
  verdict: 'unknown',
  noLoad: true,
  verify: judged => found(judged, 'coverage', 'samples'),
} as const satisfies Control
