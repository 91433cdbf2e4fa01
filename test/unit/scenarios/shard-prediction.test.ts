import { expect, test } from 'vitest'
import type { HistoryEvent } from '../../../harness/index.ts'
import { queriesFor } from '../../../scenarios/querier-shards.ts'
import { COMPARED, type ComparedFact } from '../../../scenarios/shard-prediction/compare.ts'
import { onlyElsewhere } from '../../../scenarios/shard-prediction/controls.ts'
import { type Held, Holdings } from '../../../scenarios/shard-prediction/held.ts'
import { SMALL, TENANTS } from '../../../scenarios/shard-prediction/tenants.ts'

const [first, second] = TENANTS as [string, string, ...string[]]

test('what pods have of a tenant is summed up, less what they had before; a tenant without anything stays, and no other comes', () => {
  const had = new Holdings()
  had.add(first, 'b', 5)
  const held = new Holdings()
  held.add(first, 'a', 2)
  held.add(first, 'a')
  held.add(first, 'b', 5)
  held.add('another', 'a')
  const all = held.all(had.all())
  expect(all.get(first)).toEqual({ a: 3 })
  expect(all.get(second)).toEqual({})
  expect([...all.keys()]).toEqual(TENANTS)
})

test.each([1, 2, 3, 5, 12])(
  'so many queries that of %i queriers one is missed in fewer than one of a million cases',
  size => {
    const missed = (queries: number) => size * (1 - 1 / size) ** queries
    expect(missed(queriesFor(size))).toBeLessThanOrEqual(1e-6)
    expect(size === 1 || missed(queriesFor(size) - 1) > 1e-6).toBe(true)
  },
)

const unlike = (tenant: string, what = 'series', found: Held = { b: 1 }) => ({
  tenant,
  what,
  predicted: { a: 1 },
  found,
})

/** What contradicts that only series are elsewhere, on pod b. */
const contradiction = (...found: ReturnType<typeof unlike>[]) => {
  const value = { sizes: SMALL, compared: {}, unlike: found } satisfies ComparedFact
  const events = [{ type: 'fact', fact: COMPARED, at: 0, value }] as HistoryEvent[]
  return onlyElsewhere({ events }, 'series', pods => 'b' in pods)
}
const all = TENANTS.map(tenant => unlike(tenant))

test('a control is as it should be when just the one thing of all tenants is elsewhere, and where it says', () => {
  expect(contradiction(...all)).toBeUndefined()
  expect(contradiction(...all, unlike(first, 'blocks'))).toBe(`blocks of ${first} are not where they should be either`)
  expect(contradiction(...all.slice(1))).toBe(`series of ${first} are where they should be`)
  expect(contradiction(unlike(first, 'series', { b: 2 }), ...all.slice(2))).toBe(
    `series of ${second} are where they should be`,
  )
  expect(contradiction(unlike(first, 'series', { c: 1 }), ...all.slice(1))).toBe(`series of ${first} are on c`)
  expect(onlyElsewhere({ events: [] }, 'series', () => true)).toBe('nothing was compared: the step did not come so far')
})
