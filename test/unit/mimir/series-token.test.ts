import { expect, test } from 'vitest'
import { ownersOf, ruleGroupToken, seriesToken, tenantToken } from '../../../harness/mimir/series-token.ts'

/** FNV-1 by its definition (multiply by 16777619, then xor each byte, modulo 2^32), in exact integers. */
const fnv1 = (text: string): number =>
  Number(Buffer.from(text).reduce((hash, byte) => ((hash * 16_777_619n) % 2n ** 32n) ^ BigInt(byte), 2_166_136_261n))

test('the reference is FNV-1 as its authors publish it', () => {
  expect(['', 'a', 'foobar'].map(fnv1)).toEqual([0x811c9dc5, 0x050c5d7e, 0x31f0b262])
})

test.each<[tenant: string, labels: [string, string][]]>([
  ['', []],
  ['a', []],
  ['tenant-a', [['__name__', 'up']]],
  [
    'tenant-a',
    [
      ['__name__', 'gauntlet_sample'],
      ['series', '99'],
      ['stripe', '9'],
      ['tenant', 'tenant-a'],
    ],
  ],
  ['mandant-ä', [['größe', '日本']]],
])('the token of %s %j is the hash of tenant, names and values one after the other', (tenant, labels) => {
  expect(seriesToken(tenant, labels)).toBe(fnv1(tenant + labels.flat().join('')))
})

// h := fnv.New32a(); h.Write([]byte("tenant-a/gauntlet/gauntlet")); h.Sum32()
test('the token of a rule group is what Go makes of tenant, namespace and name', () => {
  expect(ruleGroupToken('tenant-a', 'gauntlet', 'gauntlet')).toBe(592618541)
  expect(ruleGroupToken('a', 'ü', 'c')).toBe(3342292008)
})

// The same with h.Write([]byte("tenant-a"))
test("the token of a tenant's Alertmanager is what Go makes of its name", () => {
  expect(tenantToken('tenant-a')).toBe(2469604731)
})

const member = (id: string, ...tokens: number[]) => ({ id, state: 'ACTIVE', address: '', zone: '', tokens })
const ring = [member('a', 10, 40), member('b', 20, 30)]

test.each([
  [0, 'a'],
  [9, 'a'],
  [10, 'b'],
  [25, 'b'],
  [30, 'a'],
  [40, 'a'],
  [4_294_967_295, 'a'],
])('token %i belongs to the next greater one: %s', (token, owner) => expect(ownersOf(ring, token, 1)).toEqual([owner]))

test('a ring without tokens owns nothing', () => {
  expect(() => ownersOf([], 1, 1)).toThrow(new Error('the ring has no tokens: no member has joined it yet'))
})

test('with zones every owner is in a zone of its own, and there are no more than zones', () => {
  const zoned = [
    { ...member('a-0', 10), zone: 'a' },
    { ...member('a-1', 20), zone: 'a' },
    { ...member('b-0', 30), zone: 'b' },
    { ...member('c-0', 5), zone: 'c' },
  ]
  expect([0, 10, 25].map(token => ownersOf(zoned, token, 3))).toEqual([
    ['c-0', 'a-0', 'b-0'],
    ['a-1', 'b-0', 'c-0'],
    ['b-0', 'c-0', 'a-0'],
  ])
  expect(ownersOf(zoned.slice(0, 3), 0, 3)).toEqual(['a-0', 'b-0'])
})
