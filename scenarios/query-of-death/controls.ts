import type { Judged } from '../../harness/index.ts'
import type { Controls } from '../../harness/mimir/index.ts'
import { found } from '../reasons.ts'
import { BASE } from './rows.ts'
import { runOf } from './steps.ts'
import { QUERIERS, SIZE, sharing } from './tenants.ts'
import { attacked } from './topology.ts'

/** Different pods that died in a step that allows it. */
const deadIn = ({ events }: Judged): number =>
  new Set(events.flatMap(e => (e.type === 'pod' && e.phase === 'died' && e.allowedBy !== undefined ? [e.pod] : [])))
    .size

/** What contradicts that all queriers died, and others than the attacker could not read. */
function allDied(judged: Judged): string | undefined {
  const dead = deadIn(judged)
  return dead === QUERIERS ? othersWereOut(judged, ['sharing', 'apart']) : `${dead} queriers died, not all ${QUERIERS}`
}

/** What contradicts that the reads of these tenants had a window of downtime. */
function othersWereOut({ findings }: Judged, roles: readonly string[]): string | undefined {
  const windows = (findings.find(f => f.check === 'availability')?.evidence ?? []).filter(e => e.kind === 'window')
  const spared = roles.filter(
    role => !windows.some(w => w.tenant?.startsWith(`${role}-`) && w.data?.path === 'instant'),
  )
  return spared.length === 0 ? undefined : `instant queries of ${spared.join(', ')} had no window of downtime`
}

/** Once kills five queriers at most, so that others are hit only sometimes. */
const twice = { ...BASE, client: { ...BASE.client, times: 2 } }

const red = { expectFail: ['expectations', 'availability'], mayFail: ['rules', 'coverage'] } as const

export const controls = [
  {
    id: 'no-shard',
    description:
      'queries of a tenant may be run by any querier: sent twice, the query kills all of them, and nobody can read',
    ...red,
    topology: t => attacked(t.pace, { ...twice, shard: 0 }),
    ...runOf({ ...twice, shard: 0 }),
    verify: judged => found(judged, 'expectations', 'expectation') ?? allDied(judged),
  },
  {
    id: 'no-delay',
    description:
      'a querier that died is forgotten at once, and another takes its place in the shard: sent twice, the query kills all of them, and nobody can read',
    ...red,
    topology: t => attacked(t.pace, { ...twice, delay: 0 }),
    ...runOf({ ...twice, delay: 0 }),
    verify: judged => found(judged, 'expectations', 'expectation') ?? allDied(judged),
  },
  {
    id: 'same-shard',
    description: 'a neighbour has the very queriers that the attacker has: it can not read either',
    ...red,
    load: { choose: sharing(SIZE) },
    verify(judged) {
      const dead = deadIn(judged)
      if (dead !== SIZE) return `${dead} queriers died, not ${SIZE}`
      return found(judged, 'expectations', 'expectation') ?? othersWereOut(judged, ['sharing'])
    },
  },
] as const satisfies Controls<never, 'query'>
