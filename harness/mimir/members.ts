import { type RingName, readRing } from './rings.ts'

/**
 * Whether a ring holds exactly these members, all of them ACTIVE, as one pod sees it.
 * @param url base URL of a pod that runs a client of the ring
 * @returns true, or who is there instead
 */
export async function membersAre(url: string, ring: RingName, wanted: readonly string[]): Promise<true | string> {
  const members = await readRing(url, ring)
  const seen = members.map(m => (m.state === 'ACTIVE' ? m.id : `${m.id} (${m.state})`))
  const text = seen.sort().join(', ')
  return text === [...wanted].sort().join(', ') || text || 'nobody'
}
