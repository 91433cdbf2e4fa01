import type { RingMember } from './rings.ts'

const OFFSET = 2166136261
const PRIME = 16777619

/** FNV-1, 32 bit (multiply, then xor), over the bytes of a text. */
function fnv1(hash: number, text: string): number {
  let h = hash
  for (const byte of Buffer.from(text)) h = (Math.imul(h, PRIME) ^ byte) >>> 0
  return h
}

/**
 * The ring token of a series: FNV-1 over the tenant, then every label name and value in label order
 * (Mimir: pkg/mimirpb/series_sharding.go and fnv.go).
 */
export const seriesToken = (tenant: string, labels: readonly (readonly [name: string, value: string])[]): number =>
  labels.reduce((h, [name, value]) => fnv1(fnv1(h, name), value), fnv1(OFFSET, tenant))

/**
 * Who owns a token: the members found from the first token greater than it on, around the ring, each in a zone of its own where members have zones
 * (dskit: ring/ring.go, Get, and ring/util.go, searchToken).
 * @param factor the replication factor: so many owners, or fewer where there are fewer members or zones.
 * @throws Error when the ring is empty
 */
export function ownersOf(members: readonly RingMember[], token: number, factor: number): string[] {
  const tokens = members.flatMap(m => m.tokens.map(t => ({ token: t, member: m }))).sort((a, b) => a.token - b.token)
  if (tokens.length === 0) throw new Error('the ring has no tokens: no member has joined it yet')
  const first = Math.max(
    0,
    tokens.findIndex(t => t.token > token),
  )
  const owners: RingMember[] = []
  for (const { member } of [...tokens.slice(first), ...tokens.slice(0, first)]) {
    if (owners.length === factor) break
    if (!owners.some(o => o.id === member.id || (o.zone !== '' && o.zone === member.zone))) owners.push(member)
  }
  return owners.map(o => o.id)
}
