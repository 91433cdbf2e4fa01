import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { mimir } from '../../../harness/mimir/mimir.ts'
import { Probers } from '../../../harness/mimir/signals/reads/probers.ts'
import type { ReadEvent } from '../../../harness/mimir/signals/reads/reads-records.ts'
import { instant } from '../../../harness/mimir/signals/reads/sample-reads.ts'
import { FakeClock } from './fake-clock.ts'

const dataset = { tenants: ['ann', 'bob'], series: 20, stripes: 10, interval: 1000, epoch: 10_000 }

const spacingOf = (amount: 'full' | 'light', writesPerSecond = 10): Record<string, number> => {
  const load = { tenants: dataset.tenants.map(name => ({ name })), series: dataset.series, writesPerSecond }
  const described = mimir.signals
    .filter(s => s.always)
    .map(s => s.describe?.({ load, amount, parameters: {}, seed: 1, version: '3.1.0', pace: 'fast' }).spacing)
  return Object.assign({}, ...described)
}

test('the spacing of every path', () => {
  expect(spacingOf('full')).toEqual({
    writes: 100,
    instant: 200,
    range: 1000,
    labels: 1000,
    rules: 2000,
    'rules-api': 1000,
    'cross-tenant': 750,
    evaluations: 1000,
  })
})

test('a thin load: five times as far apart, and none more than 2 s', () => {
  expect(spacingOf('light')).toEqual({
    writes: 500,
    instant: 1000,
    range: 2000,
    labels: 2000,
    rules: 2000,
    'rules-api': 2000,
    'cross-tenant': 2000,
    evaluations: 1000,
  })
})

test('probes that hang hold up no others, until too many of a tenant and path do', async () => {
  const server = createServer(() => {}).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const events: ReadEvent[] = []
  const clock = new FakeClock(20_000)
  const probers = new Probers({
    probe: instant,
    spacing: instant.spacing,
    dataset,
    gateway: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    recorder: { record: event => event.type === 'read' && events.push(event) },
    // Longer than this test sends probes, on a busy machine, too.
    timeoutMs: 3000,
    maxInFlight: 3,
    clock,
  })
  probers.start()
  await clock.pass(950)
  await probers.stop()
  server.closeAllConnections()
  server.close()
  const asked = (tenant: number) =>
    events
      .filter(e => e.path === 'instant' && e.tenant === tenant)
      .map(e => `${e.due} ${e.outcome}: ${e.error}`)
      .sort()
  expect(asked(0)).toEqual([
    '20000 failed: no answer within 3000 ms',
    '20200 failed: no answer within 3000 ms',
    '20400 failed: no answer within 3000 ms',
    '20600 failed: too many probes in flight',
    '20800 failed: too many probes in flight',
  ])
  expect(asked(1)).toEqual([
    '20100 failed: no answer within 3000 ms',
    '20300 failed: no answer within 3000 ms',
    '20500 failed: no answer within 3000 ms',
    '20700 failed: too many probes in flight',
    '20900 failed: too many probes in flight',
  ])
})
