import type { Fleet } from '../../fleet/fleet.ts'
import { podsOf } from '../../fleet/fleet-pods.ts'
import type { Recorder } from '../../history/recorder.ts'
import { callPreStop } from '../pre-stop.ts'

/** Who can be told: where a pod answers, by its slot, and where what came of it is recorded. */
export interface Told {
  urlOf(pod: string): string
  recorder: Recorder
}

/**
 * What rollout-operator's webhook does before a scale-down: pods that will go are told so by the calls their workload names.
 * @throws Error when a call is not answered by 2xx.
 */
export async function callPreStopOnScaleDown(before: Fleet, after: Fleet, told: Told): Promise<void> {
  const staying = new Set(podsOf(after).map(p => p.name))
  const leaving = podsOf(before).filter(p => !staying.has(p.name))
  await Promise.all(leaving.map(p => callPreStops(before, p.name, told)))
}

/** Only the POST calls: GET and sleep are the kubelet's own. @throws Error when one is not answered by 2xx. */
export async function callPreStops(fleet: Fleet, pod: string, { urlOf, recorder }: Told): Promise<void> {
  const spec = podsOf(fleet).find(p => p.name === pod)
  for (const hook of spec?.workload.template.preStop ?? []) {
    if ('method' in hook && hook.method === 'POST') await callPreStop({ name: pod, url: urlOf(pod) }, hook, recorder)
  }
}
