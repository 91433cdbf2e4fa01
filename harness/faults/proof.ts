import { systemClock } from '../util/clock.ts'
import { done, notYet, until } from '../util/until.ts'
import { waitForHttp } from '../util/wait-for-http.ts'
import type { Scene } from './fault.ts'

/** Milliseconds a proof may take at the fast pace: others notice a loss after a timeout of theirs. */
export const PROOF_DEADLINE = 60_000
/** Milliseconds until what was taken away must be ready again: where it is a machine, that boots first. */
const RETURN_DEADLINE = 180_000

const quoted = (pods: readonly string[]): string => pods.join('|')

/**
 * The observer's scrapes of these pods fail (or succeed), in a scrape made after this proof began. A pod that Kubernetes has deleted is no
 * target any more; that it is missing says something only once the observer has scraped others since.
 */
export async function scraped(scene: Scene, pods: readonly string[], up: boolean): Promise<string> {
  const since = systemClock.now()
  const selector = `up{pod=~"${quoted(pods)}"}`
  return until(
    async () => {
      const times = await scene.observer.query('timestamp(up)')
      const fresh = new Set(times.filter(t => t.value * 1000 >= since).map(t => t.labels.pod))
      const states = await scene.observer.query(selector)
      const right = states.filter(s => (s.value === 1) === up && fresh.has(s.labels.pod)).map(s => s.labels.pod)
      const missing = pods.filter(pod => !states.some(s => s.labels.pod === pod))
      const dropped = up || fresh.size === 0 ? [] : missing
      const seen = [
        `up = ${up ? 1 : 0} for ${right.length} of ${pods.length} pods`,
        ...(dropped.length > 0 ? [`${dropped.length} are no targets any more`] : []),
      ].join(', ')
      return right.length + dropped.length === pods.length ? done(seen) : notYet(seen)
    },
    {
      for: `the observer to ${up ? 'reach' : 'lose'} ${pods.join(', ')}`,
      deadline: scene.observer.patience(PROOF_DEADLINE),
      every: 200,
      signal: scene.signal,
    },
  )
}

/** The kernel says so of every one of these pods' processes. */
export async function processes(
  scene: Scene,
  pods: readonly string[],
  state: 'running' | 'paused' | 'gone',
): Promise<string> {
  return until(
    async () => {
      const states = await Promise.all(pods.map(p => scene.cluster.injector.processState(p)))
      const seen = states.map((s, i) => `${pods[i]} is ${s}`).join(', ')
      return states.every(s => s === state) ? done(seen) : notYet(seen)
    },
    { for: `${pods.join(', ')} to be ${state}`, deadline: 5000, every: 50, signal: scene.signal },
  )
}

/** Every one of these pods answers 200 to its readiness probe. */
export async function ready(scene: Pick<Scene, 'cluster' | 'signal'>, pods: readonly string[]): Promise<string> {
  await Promise.all(
    pods.map(name => {
      const pod = scene.cluster.pod(name)
      const { template } = scene.cluster.fleet.workloads.find(w => w.name === pod.workload)!
      const wait = { for: `${name} to be ready`, deadline: RETURN_DEADLINE, signal: scene.signal, patience: 1000 }
      return waitForHttp(pod.url + template.readiness.path, wait)
    }),
  )
  return `${pods.length} of ${pods.length} pods are ready`
}
