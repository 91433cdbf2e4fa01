import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import type { Pod } from '../../../harness/cluster/cluster.ts'
import { overridesAreRead } from '../../../harness/mimir/overrides-read.ts'

test('waits until a pod has read all that differs from the defaults', async () => {
  const pages = [
    '{}',
    'overrides: {a: {ingestion_tenant_shard_size: 6}}',
    'overrides: {a: {ingestion_tenant_shard_size: 3}, c: {ruler_tenant_shard_size: 1}}',
  ]
  let looks = 0
  const server = createServer((_, reply) => reply.end(pages[Math.min(Math.floor(looks++ / 2), 2)]))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const wanted = { a: { ingestion_tenant_shard_size: 3 }, b: { ingestion_tenant_shard_size: 0 } }
    await overridesAreRead([{ name: 'distributor-0', url } as Pod], wanted)
    expect(looks).toBeGreaterThanOrEqual(4)
  } finally {
    server.close()
  }
})
