import { z } from 'zod'
import { parseJson } from '../util/json.ts'
import { request, said } from '../util/request.ts'

/** A member as a ring page shows it (dskit, ring/ring_http.go). `state` is UNHEALTHY when its heartbeat is stale. */
export interface RingMember {
  id: string
  state: string
  address: string
  zone: string
  /** Ascending. */
  tokens: number[]
}

const Member = z.object({
  id: z.string(),
  state: z.string(),
  address: z.string(),
  zone: z.string().default(''),
  tokens: z.array(z.number()).nullish(),
})

const Page = z.object({ shards: z.array(Member).nullable() })

/** The members on a pod's page of a ring. @throws Error when the page is not JSON, as on a pod that runs no client of the ring. */
export async function readRingPage(url: string, ring: string, path: string): Promise<RingMember[]> {
  const reply = await request(url + path, { headers: { accept: 'application/json' }, timeout: 2000 })
  const page = Page.safeParse(parseJson(reply.text))
  if (!page.success) {
    const got = reply.status === 200 ? reply.type : said(reply)
    throw new Error(`${url}${path}: expected the ring as JSON, got ${got}; does this pod run the ${ring} ring?`)
  }
  return (page.data.shards ?? []).map(m => ({ ...m, tokens: m.tokens ?? [] }))
}
