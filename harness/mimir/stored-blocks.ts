import { z } from 'zod'
import { parseJson } from '../util/json.ts'
import { request, said } from '../util/request.ts'

/** What a store-gateway tells as JSON (Mimir: pkg/storegateway/gateway_blocks_http.go). */
const Page = z.object({ metas: z.array(z.object({ ulid: z.string() })) })

/**
 * The blocks of a tenant that are in the bucket, whoever loads them.
 * @param url of any store-gateway
 * @param marked with those that are marked for deletion, which store-gateways keep for a while
 * @returns their names, which are ULIDs
 * @throws Error where it does not tell
 */
export async function storedBlocks(url: string, tenant: string, marked = false): Promise<string[]> {
  const address = `${url}/store-gateway/tenant/${encodeURIComponent(tenant)}/blocks${marked ? '?show_deleted=on' : ''}`
  const reply = await request(address, { headers: { accept: 'application/json' }, timeout: 10_000 })
  const page = Page.safeParse(parseJson(reply.text))
  if (!page.success) throw new Error(`${address}: expected a list of blocks as JSON, got ${said(reply)}`)
  return page.data.metas.map(({ ulid }) => ulid)
}

/** ULIDs in a text: Mimir names blocks so. */
const ULID = /\b[0-7][0-9A-HJKMNP-TV-Z]{25}\b/g

/** Digits of a ULID, five bits each: Crockford's base 32 (github.com/ulid/spec). */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const BYTES = 16

/** The 16 bytes that a ULID's text stands for. @throws Error where it is none */
function bytesOf(ulid: string): number[] {
  if (ulid.match(ULID)?.[0] !== ulid) throw new Error(`"${ulid}" is not a ULID`)
  const number = [...ulid].reduce((sum, digit) => (sum << 5n) | BigInt(DIGITS.indexOf(digit)), 0n)
  return Array.from({ length: BYTES }, (_, i) => Number((number >> BigInt(8 * (BYTES - 1 - i))) & 0xffn))
}

/** The ring token of a block: FNV-1 over the bytes of its ULID (Mimir: pkg/storage/tsdb/util.go, HashBlockID). */
export const blockToken = (ulid: string): number =>
  bytesOf(ulid).reduce((h, byte) => (Math.imul(h, 16777619) ^ byte) >>> 0, 2166136261)

/**
 * Asks a query, and tells which blocks no store-gateway had that was asked for them: an error names all (Mimir: pkg/querier/blocks_store_queryable.go,
 * err-mimir-store-consistency-check-failed).
 * @param url of a gateway or a querier
 * @returns names of blocks, in order; none where the query was answered
 * @throws Error where it failed for another reason
 */
export async function blocksNotServed(url: string, tenant: string, query: string): Promise<string[]> {
  const address = `${url}/prometheus/api/v1/query?${new URLSearchParams({ query })}`
  const reply = await request(address, { headers: { 'x-scope-orgid': tenant }, timeout: 10_000 })
  if (reply.status === 200) return []
  if (!reply.text.includes('err-mimir-store-consistency-check-failed'))
    throw new Error(`${query} for ${tenant}: expected an answer, or the blocks that are missing, got ${said(reply)}`)
  return [...new Set(reply.text.match(ULID))].sort()
}
