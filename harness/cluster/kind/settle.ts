import { isDeepStrictEqual } from 'node:util'
import type { Topology } from '../../topology/types.ts'
import { systemClock } from '../../util/clock.ts'
import { UsageError } from '../../util/errors.ts'
import { done, notYet, until } from '../../util/until.ts'
import type { RunPlace } from '../run-place.ts'
import type { KindWhere } from '../where.ts'
import { callPreStops, type Told } from './goodbye.ts'
import type { Helm } from './helm.ts'
import { mimirRelease } from './releases.ts'
import { hopeless, nextOf } from './rollout.ts'
import type { Roster } from './roster.ts'
import type { SeenPod } from './seats.ts'
import type { Site } from './site.ts'

/** What it takes to change a Mimir on Kubernetes. */
export interface Parts {
  site: Site
  helm: Helm
  roster: Roster
  run: RunPlace
  where: KindWhere
}

/** Milliseconds until a topology must be true; the pods of a small machine start one after the other. */
const DEADLINE = 600_000

/**
 * Makes a topology true: one upgrade of the chart, zones restarted one after the other, and everything ready, when this returns.
 * @param signal ends the wait; what the chart was told goes on by itself.
 */
export async function settle(
  parts: Parts,
  before: Topology | undefined,
  after: Topology,
  told: Told,
  signal?: AbortSignal,
): Promise<void> {
  const { helm, roster, run, site, where } = parts
  run.onProgress('upgrade chart mimir')
  await helm.upgrade('mimir', mimirRelease(after, where, site, run))
  const { kubernetes } = site
  if (before && !isDeepStrictEqual(before.overrides, after.overrides)) {
    // The kubelet puts the new runtime config in place when it next looks at a pod: at once where something about the pod has changed.
    await Promise.all(
      roster.pods.map(p => kubernetes.annotatePod(p.name, { 'mimir-gauntlet/overrides': String(Date.now()) })),
    )
  }
  const stuck = await until<SeenPod | undefined>(
    async () => {
      const [sets, deployments] = await Promise.all([
        kubernetes.statefulSets(),
        kubernetes.deployments(),
        roster.look(),
      ])
      const stuck = hopeless(roster.pods, systemClock.now())
      if (stuck) return done(stuck)
      const next = nextOf({ sets, deployments, pods: roster.pods })
      if (next.kind === 'done') return done(undefined)
      if (next.kind === 'wait') return notYet(next.seen)
      await Promise.all(next.pods.map(pod => callPreStops(after, pod, told)))
      await Promise.all(next.pods.map(pod => kubernetes.deletePod(pod, 'gracefully')))
      return notYet(`${next.set} is restarted`)
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
