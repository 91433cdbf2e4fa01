import { z } from 'zod'
import { parseJson } from '../util/json.ts'
import { request, said } from '../util/request.ts'

/** As Mimir writes it (pkg/ingester/tenants_http.go). A time is `2026-01-01T12:00:00Z (1767268800000)`, and a word where there is none. */
const Page = z.object({ Tenants: z.array(z.object({ Tenant: z.string(), MinTime: z.string() })).nullable() })

/**
 * The oldest sample that an ingester has in memory, by tenant: seconds since the epoch, 0 where it has none.
 * @param url `http://host:port` of the ingester
 * @throws Error when the page is not JSON
 */
export async function oldestByTenant(url: string): Promise<ReadonlyMap<string, number>> {
  const reply = await request(`${url}/ingester/tenants`, { headers: { accept: 'application/json' }, timeout: 5000 })
  const { data } = Page.safeParse(parseJson(reply.text))
  if (!data) throw new Error(`${url}/ingester/tenants: expected tenants as JSON, got ${said(reply)}`)
  return new Map(
    (data.Tenants ?? []).map(({ Tenant, MinTime }) => [Tenant, Number(/\((\d+)\)$/.exec(MinTime)?.[1] ?? 0) / 1000]),
  )
}
