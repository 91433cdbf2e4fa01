import type { Topology } from '../../topology/types.ts'
import { podsOf } from '../../topology/workload.ts'
import { callPreStop } from '../pre-stop.ts'

/**
 * What rollout-operator's webhook does before a scale-down: pods that will go are told so by the calls their workload names.
 * @throws Error when a call is not answered by 2xx.
 */
export async function sayGoodbye(before: Topology, after: Topology, urlOf: (pod: string) => string): Promise<void> {
  const staying = new Set(podsOf(after).map(p => p.name))
  const leaving = podsOf(before).filter(p => !staying.has(p.name))
  await Promise.all(leaving.map(p => callPreStops(before, p.name, urlOf)))
}

/** Only the POST calls: those by GET the kubelet makes itself. @throws Error when one is not answered by 2xx. */
export async function callPreStops(topology: Topology, pod: string, urlOf: (pod: string) => string): Promise<void> {
  const spec = podsOf(topology).find(p => p.name === pod)
  for (const call of spec?.workload.preStop ?? []) if (call.method === 'POST') await callPreStop(urlOf(pod), call)
}
