import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { claimAddresses } from '../../../../harness/cluster/process/addresses.ts'
import { UsageError } from '../../../../harness/util/errors.ts'

const PORTS = { http: 8080, grpc: 9095, gossip: 7946 }

test('in namespaces every pod has an address of its own, and nothing is to be claimed', async () => {
  using one = await claimAddresses('ip', 'namespaces')
  using other = await claimAddresses('ip', 'namespaces')
  expect([one.pod(0, 0, PORTS), one.pod(2, 1, PORTS), one.server('gateway'), one.server('observer')]).toEqual([
    { host: '198.18.1.1', ports: PORTS },
    { host: '198.18.3.2', ports: PORTS },
    { host: '198.18.0.1', port: 8080 },
    { host: '198.18.0.1', port: 8081 },
  ])
  expect(other.pod(0, 0, PORTS)).toEqual(one.pod(0, 0, PORTS))
  using second = await claimAddresses('ip', 'namespaces', 1)
  expect([second.pod(0, 0, PORTS).host, second.server('gateway').host]).toEqual(['198.19.1.1', '198.19.0.1'])
})

test("on the host's loopback every run has a block, which is free again when the run is over", async () => {
  const block = (plan: Awaited<ReturnType<typeof claimAddresses>>) => Number(plan.pod(0, 0, PORTS).host.split('.')[1])
  using one = await claimAddresses('ip', 'none')
  const other = await claimAddresses('ip', 'none')
  const [first, second] = [block(one), block(other)]
  expect(second).toBeGreaterThan(first)
  expect([one.pod(2, 1, PORTS), one.server('gateway'), one.server('observer')]).toEqual([
    { host: `127.${first}.3.2`, ports: PORTS },
    { host: `127.${first}.0.1`, port: 8080 },
    { host: `127.${first}.0.1`, port: 8081 },
  ])
  other[Symbol.dispose]()
  using next = await claimAddresses('ip', 'none')
  expect(block(next)).toBe(second)
})

test('on one address every pod has three ports of the block of its run', async () => {
  using one = await claimAddresses('port', 'none')
  using other = await claimAddresses('port', 'namespaces')
  const base = one.server('gateway').port - 1
  expect(base % 400).toBe(0)
  expect([one.pod(0, 0, PORTS), one.pod(0, 1, PORTS), one.pod(1, 0, PORTS), one.server('observer')]).toEqual([
    { host: '127.0.0.1', ports: { http: base + 10, grpc: base + 11, gossip: base + 12 } },
    { host: '127.0.0.1', ports: { http: base + 13, grpc: base + 14, gossip: base + 15 } },
    { host: '127.0.0.1', ports: { http: base + 28, grpc: base + 29, gossip: base + 30 } },
    { host: '127.0.0.1', port: base + 2 },
  ])
  expect(other.server('gateway').port).toBeGreaterThanOrEqual(base + 400)
})

test('a block has room for 21 workloads of 6 pods', async () => {
  using plan = await claimAddresses('port', 'none')
  const base = plan.server('gateway').port - 1
  expect(plan.pod(20, 5, PORTS).ports.gossip).toBeLessThan(base + 400)
  for (const [w, n] of [
    [0, 6],
    [22, 0],
  ] as const) {
    expect(() => plan.pod(w, n, PORTS)).toThrow(
      new UsageError(`no ports left for workload ${w}, pod ${n}`, 'use --addresses ip, which has room for more pods'),
    )
  }
})

test('a block whose first port a stranger has is passed over', async () => {
  using probe = await claimAddresses('port', 'none')
  const next = probe.server('gateway').port - 1 + 400
  const stranger = createServer().listen(next, '127.0.0.1')
  await Promise.race([once(stranger, 'listening'), once(stranger, 'error')])
  using plan = await claimAddresses('port', 'none')
  expect(plan.server('gateway').port).toBeGreaterThanOrEqual(next + 400)
  stranger.close()
})
