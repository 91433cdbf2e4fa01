import { request } from '../../util/request.ts'
import { done, notYet, until } from '../../util/until.ts'
import { pageOf } from '../ring-page.ts'
import { type RingName, ringPages } from '../rings.ts'
import { ShardRing } from './shard-ring.ts'

/** Milliseconds until gossip must have told a pod of every member. */
const GOSSIP = 30_000

/**
 * A ring as a pod sees it.
 * @param url the pod's base URL
 * @param members how many it must have; until it has so many it is read again
 * @returns it, and unix seconds of that moment
 * @throws Error where its page is not JSON, or too few members come
 */
export async function readShardRing(
  url: string,
  ring: RingName,
  members = 0,
): Promise<{ ring: ShardRing; now: number }> {
  return until(
    async () => {
      const read = await look(url, ring)
      const found = read.ring.members.filter(m => m.tokens.length > 0).length
      return found >= members ? done(read) : notYet(`${found} members`)
    },
    { for: `${url} to see ${members} members of the ${ring} ring`, deadline: members === 0 ? 0 : GOSSIP },
  )
}

async function look(url: string, ring: RingName): Promise<{ ring: ShardRing; now: number }> {
  const reply = await request(url + ringPages[ring], { headers: { accept: 'application/json' }, timeout: 2000 })
  const page = pageOf(reply.text)
  if (!page) throw new Error(`${url}${ringPages[ring]}: expected the ring as JSON, got ${reply.type}`)
  return { ring: new ShardRing(page.members), now: page.now }
}
