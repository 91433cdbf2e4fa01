import { expect, test } from 'vitest'
import { joined } from '../../../harness/checks/alike.ts'
import { meanwhile } from '../../../harness/checks/meanwhile.ts'
import type { HistoryEvent } from '../../../harness/history/events.ts'
import type { Evidence } from '../../../harness/history/verdict.ts'
import { at } from './histories.ts'

const lost = (tenant: string, stripe: number, samples: number, ms = 1000): Evidence => ({
  kind: 'lost',
  text: `${tenant} stripe ${stripe}: ${samples} sample${samples === 1 ? '' : 's'} at 12:00:0${stripe}.000, acked and gone; during fault kill-pod#1 on ingester-0`,
  ...{ from: at(ms), to: at(ms), tenant },
  data: { stripe, samples },
})

test('what says the same of other tenants and stripes at one moment is one piece of evidence', () => {
  const other = { ...lost('tenant-a', 3, 1), text: lost('tenant-a', 3, 1).text.replace('#1', '#2') }
  const later = lost('tenant-a', 4, 1, 60_000)
  expect(joined([lost('tenant-a', 0, 1), lost('tenant-b', 2, 40), other, later])).toEqual([
    {
      kind: 'lost',
      text: `2 times the same, 41 samples of 2 stripes of tenant-a, tenant-b; the first: ${lost('tenant-a', 0, 1).text}`,
      ...{ from: at(1000), to: at(1000) },
      data: { stripe: 0, samples: 1, times: 2 },
      alike: ['tenant-a', 'tenant-b'].map(tenant => ({ tenant, from: at(1000), to: at(1000) })),
    },
    other,
    later,
  ])
})

test('evidence without times is joined, too, and what has other words is not', () => {
  const [a, b] = ['tenant-a', 'tenant-b'].map((tenant): Evidence => ({ kind: 'x', text: `${tenant}: nothing`, tenant }))
  expect(joined([a!, b!, { kind: 'x', text: 'else' }]).map(e => e.text)).toEqual([
    '2 times the same, tenant-a, tenant-b; the first: tenant-a: nothing',
    'else',
  ])
})

test('steps are no difference within one moment, and faults are', () => {
  const gap = (tenant: string, during: string): Evidence => ({
    ...{ kind: 'gap', text: `rule of ${tenant}: not evaluated; ${during}; each`, tenant, from: at(1000), to: at(2000) },
  })
  const all = [
    gap('tenant-a', 'during step "kill a", fault kill-pod#1 on a'),
    gap('tenant-b', 'during step "steady state", step "kill a", fault kill-pod#1 on a'),
    gap('tenant-a', 'during step "kill a"'),
    gap('tenant-b', 'outside every step and fault'),
  ]
  expect(joined(all).map(e => e.data?.times)).toEqual([2, 2])
})

test('what happened to pods, routes and rings then and just before is one line', () => {
  const pod = (name: string, phase: 'killed' | 'ready', ms: number): HistoryEvent => ({
    ...{ type: 'pod', pod: name, component: 'ingester', phase, at: at(ms) },
  })
  const tell = meanwhile([
    pod('a-0', 'killed', 1000),
    pod('a-1', 'killed', 1100),
    { type: 'route', at: at(0), routes: { reads: ['x'], writes: ['w'] } },
    { type: 'route', at: at(2000), routes: { reads: ['y'], writes: ['w'] } },
    { type: 'ring', ring: 'ingester', at: at(0), states: { ACTIVE: 2 } },
    { type: 'ring', ring: 'ingester', at: at(2500), states: { ACTIVE: 1, Unhealthy: 1 } },
    pod('a-0', 'ready', 9000),
  ])
  const evidence = { kind: 'x', text: 'x' }
  expect(tell({ ...evidence, from: at(2500), to: at(3000) })).toBe(
    '12:00:01.000 a-0, a-1 killed, 12:00:02.000 routes changed: reads, 12:00:02.500 ring ingester: 1 ACTIVE and 1 Unhealthy',
  )
  expect([tell({ ...evidence, from: at(6000) }), tell(evidence)]).toEqual([undefined, undefined])
})
