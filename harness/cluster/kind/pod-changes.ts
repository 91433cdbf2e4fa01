import type { PodEvent } from '../../history/events.ts'
import type { SeenPod } from './replica-slots.ts'

/** What happened to a pod between two looks. */
export interface PodChange {
  pod: SeenPod
  phase: PodEvent['phase']
  detail?: string
}

/**
 * What happened to pods between two looks at all of them. A container that ended while its pod is to live on has died, unless it is known why. That is seen
 * when it has ended: the kubelet starts it again, and counts that, only when its back-off is over, after up to five minutes.
 * @param expected ids of containers that the harness itself has killed.
 */
export function podChanges(
  before: readonly SeenPod[],
  after: readonly SeenPod[],
  expected: ReadonlySet<string>,
): PodChange[] {
  const old = new Map(before.map(p => [p.uid, p]))
  const now = new Set(after.map(p => p.uid))
  const gone = before
    .filter(p => !now.has(p.uid) && !(p.container && expected.has(p.container)) && !p.gated)
    .map((pod): PodChange => ({ pod, phase: 'exited' }))
  return [...gone, ...after.flatMap(pod => change(old.get(pod.uid), pod, expected))]
}

function change(was: SeenPod | undefined, is: SeenPod, expected: ReadonlySet<string>): PodChange[] {
  const all: PodChange[] = []
  const note = (phase: PodEvent['phase'], detail?: string) =>
    all.push({ pod: is, phase, ...(detail !== undefined && { detail }) })
  const placed = is.node !== undefined
  if (placed && was?.node === undefined) note('starting')
  const ended = was && endedSince(was, is)
  if (ended && !is.terminating && !expected.has(ended.container)) note('died', ended.how)
  if (was && is.restarts > was.restarts) note('starting')
  if (is.ready && !(was?.ready && was.restarts === is.restarts)) note('ready')
  if (is.terminating && !was?.terminating) note('stopping')
  return all
}

/** The container that ended between two looks. Kubernetes may have forgotten how the one ended whose successor it has counted. */
function endedSince(was: SeenPod, is: SeenPod): { container: string; how?: string } | undefined {
  if (is.ended) return is.ended.container === was.ended?.container ? undefined : is.ended
  return is.restarts > was.restarts ? { container: was.container ?? '' } : undefined
}
