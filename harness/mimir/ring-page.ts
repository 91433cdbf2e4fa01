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

/** With what else the page says of it. Times are Unix seconds, 0 where they are not known. */
export interface PageMember extends RingMember {
  registeredAt: number
  readOnly: boolean
  readOnlyUpdatedAt: number
}

/** A time as Go writes it in JSON; that of year 1 stands for none. */
const Time = z
  .string()
  .nullish()
  .transform(text => Math.max(0, Math.floor(Date.parse(text ?? '') / 1000)) || 0)

const Member = z
  .object({
    id: z.string(),
    state: z.string(),
    address: z.string(),
    zone: z.string().default(''),
    tokens: z.array(z.number()).nullish(),
    registered_timestamp: Time,
    read_only: z.boolean().default(false),
    read_only_updated_timestamp: Time,
  })
  .transform(({ tokens, registered_timestamp, read_only, read_only_updated_timestamp, ...member }) => ({
    ...member,
    tokens: tokens ?? [],
    registeredAt: registered_timestamp,
    readOnly: read_only,
    readOnlyUpdatedAt: read_only_updated_timestamp,
  }))

const Page = z.object({ shards: z.array(Member).nullable(), now: Time })

/** A ring page. @returns its members, and when it was made; undefined where the text is no such page as JSON. */
export function pageOf(text: string): { members: PageMember[]; now: number } | undefined {
  const { data } = Page.safeParse(parseJson(text))
  return data && { members: data.shards ?? [], now: data.now }
}

/** The members on a pod's page of a ring. @throws Error when the page is not JSON, as on a pod that runs no client of the ring. */
export async function readRingPage(url: string, ring: string, path: string): Promise<RingMember[]> {
  const reply = await request(url + path, { headers: { accept: 'application/json' }, timeout: 2000 })
  const page = pageOf(reply.text)
  if (!page) {
    const got = reply.status === 200 ? reply.type : said(reply)
    throw new Error(`${url}${path}: expected the ring as JSON, got ${got}; does this pod run the ${ring} ring?`)
  }
  return page.members.map(({ id, state, address, zone, tokens }) => ({ id, state, address, zone, tokens }))
}
