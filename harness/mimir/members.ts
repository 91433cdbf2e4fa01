import { done, notYet, until } from '../util/until.ts'
import { type RingName, readRing } from './rings.ts'

/**
 * Waits until a ring holds exactly these members, all of them ACTIVE, as one pod sees it.
 * @param url base URL of a pod that runs a client of the ring
 * @param deadline milliseconds
 */
export async function membersAre(
  url: string,
  ring: RingName,
  wanted: readonly string[],
  deadline = 60_000,
): Promise<void> {
  const expected = [...wanted].sort().join(', ')
  await until(
    async () => {
      const members = await readRing(url, ring)
      const seen = members.map(m => (m.state === 'ACTIVE' ? m.id : `${m.id} (${m.state})`))
      const text = seen.sort().join(', ')
      return text === expected ? done(undefined) : notYet(text || 'nobody')
    },
    { for: `the ${ring} ring to hold ${expected || 'nobody'}, all ACTIVE`, deadline, every: 250 },
  )
}
