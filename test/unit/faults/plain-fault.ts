import type { Fault } from '../../../harness/faults/fault.ts'

/** A fault that hits one pod and always works, but for what a test gives. */
export const fault = (kind: string, different: Partial<Fault> = {}): Fault => ({
  kind,
  pods: () => ['ingester-0'],
  inject: async () => {},
  effect: async () => 'ingester-0 is gone',
  recover: async () => {},
  recovered: async () => 'ingester-0 is back',
  ...different,
})
