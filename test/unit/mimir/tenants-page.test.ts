import { expect, test } from 'vitest'
import { oldestByTenant } from '../../../harness/mimir/tenants-page.ts'
import { serve } from '../serve.ts'

test('the oldest sample of each tenant, 0 where there is none', async () => {
  const Tenants = [
    { Tenant: 'tenant-a', MinTime: '2026-01-01T12:00:00Z (1767268800500)', Blocks: 0 },
    { Tenant: 'tenant-b', MinTime: 'math.MaxInt64' },
  ]
  const url = await serve((_, res) => void res.end(JSON.stringify({ Tenants })))
  expect(await oldestByTenant(url)).toEqual(
    new Map([
      ['tenant-a', 1767268800.5],
      ['tenant-b', 0],
    ]),
  )
})

test('no tenant is no error, and a page that is not JSON is one', async () => {
  const empty = await serve((_, res) => void res.end('{"Tenants":null}'))
  expect(await oldestByTenant(empty)).toEqual(new Map())
  const page = await serve((_, res) => void res.writeHead(200).end('<html>'))
  await expect(oldestByTenant(page)).rejects.toThrow(
    '/ingester/tenants: expected tenants as JSON, got HTTP 200: <html>',
  )
})
