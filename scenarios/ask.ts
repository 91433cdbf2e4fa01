import { type Actions, call } from '../harness/mimir/index.ts'

/** A series of an answer: of an instant vector a value, of a range of samples several. */
interface Answered {
  metric: Readonly<Record<string, string>>
  value?: [seconds: number, value: string]
  values?: [seconds: number, value: string][]
}

/**
 * What a query of a tenant finds now.
 * @param url whom it is asked. Default: the gateway
 * @throws Error where it is not answered with 200
 */
export async function ask(t: Actions, tenant: string, query: string, url = t.cluster.gateway): Promise<Answered[]> {
  const path = `/prometheus/api/v1/query?${new URLSearchParams({ query })}`
  return JSON.parse(await call(url, 'GET', path, { tenant })).data.result
}

/** The one number that a query gives, 0 where it finds nothing. */
export const askNumber = async (t: Actions, tenant: string, query: string, url?: string): Promise<number> =>
  Number((await ask(t, tenant, query, url))[0]?.value?.[1] ?? 0)
