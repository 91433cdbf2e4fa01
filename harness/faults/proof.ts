import type { Pod } from '../cluster/cluster.ts'
import { metricsOf } from '../mimir/metrics.ts'
import { type RingName, readRing, ringPages } from '../mimir/rings.ts'
import { answersOk } from '../util/answers.ts'
import { systemClock } from '../util/clock.ts'
import { done, notYet, until } from '../util/until.ts'
import type { Scene } from './fault.ts'

/** Milliseconds a proof may take at the fast pace. Ring states follow heartbeats: allow for their timeout and gossip on top. */
const DEADLINE = 60_000
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
      deadline: scene.observer.patience(DEADLINE),
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
      const states = await Promise.all(pods.map(p => scene.cluster.control.processState(p)))
      const seen = states.map((s, i) => `${pods[i]} is ${s}`).join(', ')
      return states.every(s => s === state) ? done(seen) : notYet(seen)
    },
    { for: `${pods.join(', ')} to be ${state}`, deadline: 5000, every: 50, signal: scene.signal },
  )
}

/** GET /ready answers 200 on every one of these pods. */
export async function ready(scene: Scene, pods: readonly string[]): Promise<string> {
  await Promise.all(
    pods.map(name => {
      const wait = { for: `${name} to be ready`, deadline: RETURN_DEADLINE, signal: scene.signal, patience: 1000 }
      return answersOk(`${scene.cluster.pod(name).url}/ready`, wait)
    }),
  )
  return `${pods.length} of ${pods.length} pods answer /ready`
}

/** The rings a pod is a member of and whose states matter here: data lives behind these two. */
const dataRings = (pod: Pod): RingName[] =>
  (['ingester', 'store-gateway'] as const).filter(c => pod.components.includes(c))

/** A healthy running pod outside `pods` whose page shows a ring. */
function witness(scene: Scene, ring: RingName, pods: readonly string[]): Pod {
  const viewers = ring === 'ingester' ? ['distributor', 'ingester', 'querier'] : [ring]
  const pod = scene.cluster
    .pods()
    .find(p => p.state === 'running' && !pods.includes(p.name) && p.components.some(c => viewers.includes(c)))
  if (!pod) throw new Error(`no running pod left that shows ${ringPages[ring]}`)
  return pod
}

/**
 * Every one of these pods that is in the ingester or store-gateway ring has one of the given states there, as a pod outside sees it.
 * UNHEALTHY comes only after the heartbeat timeout.
 */
export async function inRing(scene: Scene, pods: readonly string[], states: readonly string[]): Promise<string> {
  const expected = pods.flatMap(name => dataRings(scene.cluster.pod(name)).map(ring => ({ ring, name })))
  if (expected.length === 0) return 'in no ring that holds data'
  return until(
    async () => {
      const seen: string[] = []
      let right = 0
      for (const ring of new Set(expected.map(e => e.ring))) {
        const members = await readRing(witness(scene, ring, pods).url, ring)
        for (const { name } of expected.filter(e => e.ring === ring)) {
          const state = members.find(m => m.id === name)?.state ?? 'absent'
          seen.push(`${name} is ${state}`)
          if (states.includes(state)) right++
        }
      }
      return right === expected.length ? done(seen.join(', ')) : notYet(seen.join(', '))
    },
    {
      for: `${pods.join(', ')} to be ${states.join(' or ')} in the ring`,
      deadline: scene.observer.patience(DEADLINE),
      every: 250,
      signal: scene.signal,
    },
  )
}

/** How many series these ingesters have in memory, by their own metrics. */
export async function memorySeries(scene: Scene, pods: readonly string[]): Promise<number> {
  const counts = await Promise.all(
    pods
      .filter(p => scene.cluster.pod(p).components.includes('ingester'))
      .map(name => {
        const metric = 'cortex_ingester_memory_series'
        const look = async () => done((await metricsOf(scene.cluster.pod(name).url, metric))(metric))
        return until(look, {
          for: `the metrics of ${name}`,
          deadline: scene.observer.patience(DEADLINE),
          signal: scene.signal,
        })
      }),
  )
  return counts.reduce((a, b) => a + b, 0)
}
