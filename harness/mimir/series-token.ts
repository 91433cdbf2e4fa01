import type { RingMember } from './rings.ts'
import { TokenOwners } from './shards/owners.ts'

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

/** FNV-1a, 32 bit (xor, then multiply), over the bytes of a text. */
function fnv1a(text: string): number {
  let h = OFFSET
  for (const byte of Buffer.from(text)) h = Math.imul(h ^ byte, PRIME) >>> 0
  return h
}

/** The ring token of a rule group: FNV-1a over tenant, namespace and name (Mimir: pkg/ruler/ruler.go, tokenForGroup). */
export const ruleGroupToken = (tenant: string, namespace: string, group: string): number =>
  fnv1a(`${tenant}/${namespace}/${group}`)

/** The ring token of a tenant's Alertmanager: FNV-1a over its name (Mimir: pkg/alertmanager/distributor.go, shardByUser). */
export const alertmanagerToken = (tenant: string): number => fnv1a(tenant)

/**
 * Who owns a token. For many tokens of one ring ask a `TokenOwners` (shards/owners.ts), whose rule it is: this one sorts the ring anew each time.
 * @param factor the replication factor: so many owners, or fewer where there are fewer members or zones.
 * @throws Error when the ring is empty
 */
export const ownersOf = (members: readonly RingMember[], token: number, factor: number): string[] =>
  new TokenOwners(members).of(token, factor)
