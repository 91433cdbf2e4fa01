import type { SeenPod } from '../../../../harness/cluster/kind/replica-slots.ts'

/** A pod that runs and is ready, but for what a test gives. */
export const pod = (name: string, different: Partial<SeenPod> = {}): SeenPod => ({
  name,
  uid: `uid of ${name}`,
  workload: name.replace(/-\d+$/, ''),
  node: 'worker',
  ip: '10.244.1.2',
  container: `container of ${name}`,
  running: true,
  ready: true,
  terminating: false,
  gated: false,
  restarts: 0,
  unplaced: false,
  ended: undefined,
  trouble: undefined,
  outOfMemory: false,
  hash: 'new',
  created: 0,
  ...different,
})
