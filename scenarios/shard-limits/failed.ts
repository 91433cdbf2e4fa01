import type { Judged } from '../../harness/index.ts'
import { ROLES, type Role } from './sizes.ts'

/** A fact of the history: from when to when (ms) a shard had fewer ingesters than a quorum needs. */
export const TOO_SMALL = 'a shard without a quorum'
export interface TooSmall {
  from: number
  to: number
}

/** What a distributor says then (dskit, ring/replication_strategy.go). */
const REASON = 'at least 2 live replicas required, could only find 1'

/** Operations of a tenant that began and ended in that time. */
interface Counted {
  ok: number
  failed: number
  /** Why, for the last that failed for this reason. */
  reason?: string
}

/**
 * While a shard was too small every write and instant query of one tenant failed, writes for want of replicas, and none of another tenant did.
 * @returns what contradicts that
 */
export function onlyOneFailed({ events }: Pick<Judged, 'events'>, role: Role): string | undefined {
  const fact = events.find(e => e.type === 'fact' && e.fact === TOO_SMALL)
  if (fact?.type !== 'fact') return 'no shard was too small: the step did not come so far'
  const { from, to } = fact.value as TooSmall
  const counted: Record<'writes' | 'reads', Counted[]> = { writes: none(), reads: none() }
  for (const e of events) {
    const isRead = e.type === 'read' && e.path === 'instant'
    if ((e.type !== 'write' && !isRead) || e.start < from || e.end > to) continue
    const own = counted[isRead ? 'reads' : 'writes'][e.tenant]!
    if (e.outcome === 'acked' || e.outcome === 'ok') own.ok++
    else own.failed++
    if (e.type === 'write' && e.error?.includes(REASON)) own.reason = e.error
  }
  const wrong = Object.entries(counted).flatMap(([what, all]) =>
    all.flatMap(({ ok, failed }, i) => {
      const right = ROLES[i] === role ? ok === 0 && failed > 0 : ok > 0 && failed === 0
      return right ? [] : [`${failed} of ${ok + failed} ${what} of ${ROLES[i]} failed`]
    }),
  )
  if (wrong.length > 0) return wrong.join(', ')
  return counted.writes[ROLES.indexOf(role)]!.reason ? undefined : `no write failed with "${REASON}"`
}

const none = (): Counted[] => ROLES.map(() => ({ ok: 0, failed: 0 }))
