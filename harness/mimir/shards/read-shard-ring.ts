import { request } from '../../util/request.ts'
import { pageOf } from '../ring-page.ts'
import { type RingName, ringPages } from '../rings.ts'
import { ShardRing } from './shard-ring.ts'

/** A ring as a pod sees it. @param url the pod's base URL @returns it, and unix seconds of that moment. @throws Error where its page is not JSON */
export async function readShardRing(url: string, ring: RingName): Promise<{ ring: ShardRing; now: number }> {
  const reply = await request(url + ringPages[ring], { headers: { accept: 'application/json' }, timeout: 2000 })
  const page = pageOf(reply.text)
  if (!page) throw new Error(`${url}${ringPages[ring]}: expected the ring as JSON, got ${reply.type}`)
  return { ring: new ShardRing(page.members), now: page.now }
}
