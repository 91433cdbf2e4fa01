import type { Fleet } from '../../fleet/fleet.ts'
import { systemClock } from '../../util/clock.ts'
import { UsageError } from '../../util/errors.ts'
import { done, notYet, until } from '../../util/until.ts'
import type { KindConfig } from '../provider-config.ts'
import type { RunContext } from '../run-context.ts'
import type { ClusterTarget } from './cluster-target.ts'
import type { Helm } from './helm.ts'
import type { PodTracker } from './pod-tracker.ts'
import { callPreStops, type Told } from './pre-stop-on-scale-down.ts'
import { fleetRelease } from './releases.ts'
import type { SeenPod } from './replica-slots.ts'
import { nextOf, stuckPod } from './rollout.ts'

/** What it takes to change a fleet on Kubernetes. */
export interface Parts {
  site: ClusterTarget
  helm: Helm
  tracker: PodTracker
  run: RunContext
  config: KindConfig
}

/** Milliseconds until a fleet must be true; the pods of a small machine start one after the other. */
const DEADLINE = 600_000

/**
 * Makes a fleet true: one upgrade of the chart, turns restarted one after the other, and everything ready, when this returns.
 * @param signal ends the wait; what the chart was told goes on by itself.
 */
export async function waitForRollout(
  parts: Parts,
  before: Fleet | undefined,
  after: Fleet,
  told: Told,
  signal?: AbortSignal,
): Promise<void> {
  const { helm, tracker, run, site, config } = parts
  run.onProgress('upgrade chart fleet')
  await helm.upgrade('fleet', fleetRelease(after, config, site))
  const { kubernetes } = site
  const turnOf = (set: string) => {
    const update = after.workloads.find(w => w.name === set)?.update
    return update?.by === 'turns' ? update.turn : 0
  }
  const stuck = await until<SeenPod | undefined>(
    async () => {
      const [sets, deployments] = await Promise.all([
        kubernetes.statefulSets(),
        kubernetes.deployments(),
        tracker.look(),
      ])
      const stuck = stuckPod(tracker.pods, systemClock.now())
      if (stuck) return done(stuck)
      const next = nextOf({ sets, deployments, pods: tracker.pods, turnOf })
      if (next.kind === 'done') return done(undefined)
      if (next.kind === 'wait') return notYet(next.seen)
      await Promise.all(next.pods.map(pod => callPreStops(before ?? after, pod, told)))
      await Promise.all(next.pods.map(pod => kubernetes.deletePod(pod, 'gracefully')))
      return notYet(`${next.sets.join(', ')}: restarted`)
    },
    {
      for: 'all pods to be as the charts want them',
      deadline: DEADLINE,
      every: 500,
      signal: AbortSignal.any([run.signal, ...(signal ? [signal] : [])]),
      onLook: run.onProgress,
    },
  )
  if (!stuck) return
  throw new UsageError(
    `pod ${stuck.name} can not start: ${stuck.trouble}`,
    stuck.unplaced
      ? 'use nodes with more CPU or memory (`kubectl describe nodes` says what takes it), or fewer pods'
      : 'check that its image exists and can be had by the nodes',
  )
}
