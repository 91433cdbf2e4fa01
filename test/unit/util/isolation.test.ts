import { expect, test } from 'vitest'
import { probeIsolation } from '../../../harness/util/isolation.ts'

test('the probe is quick, and its answers fit together', async () => {
  const start = performance.now()
  const found = await probeIsolation()
  expect(performance.now() - start).toBeLessThan(2000)
  const { namespaces, veth, iptables } = found
  const all = namespaces && veth && iptables
  expect(found).toEqual({
    namespaces,
    veth,
    iptables,
    partition: all,
    loopback: process.platform === 'linux' ? 'any' : expect.any(String),
    ...(all ? {} : { why: expect.any(String) }),
  })
})
