import { expect, test } from 'vitest'
import { expectedHit, TenantBits } from '../../../../harness/mimir/shards/blast-radius.ts'

/** Three tenants on four instances: two share one. */
const three = new TenantBits(
  [
    [0, 1],
    [1, 2],
    [2, 3],
  ],
  4,
)

test('one of four dies: each of the four sets is looked at', () => {
  expect(three.blast(1)).toEqual({
    dead: 1,
    part: { mean: 1.5, least: 1, most: 2 },
    full: { mean: 0, least: 0, most: 0 },
    exact: true,
    patterns: 4,
  })
})

test('two of four die: a tenant who had both is hit in full', () => {
  expect(three.blast(2)).toEqual({
    dead: 2,
    part: { mean: 2, least: 1, most: 3 },
    full: { mean: 0.5, least: 0, most: 1 },
    exact: true,
    patterns: 6,
  })
})

test('all die', () => {
  expect(three.blast(4)).toMatchObject({ part: { most: 0 }, full: { least: 3 }, patterns: 1 })
})

test('more than 32 instances take more than one word', () => {
  const wide = new TenantBits([[0, 31, 32, 69]], 70)
  expect(wide.blast(1)).toMatchObject({ part: { mean: 4 / 70 }, exact: true, patterns: 70 })
  expect(wide.blast(70)).toMatchObject({ full: { mean: 1 }, patterns: 1 })
})

test('where there are too many sets, as many as said are drawn, the same for the same seed', () => {
  const tenants = new TenantBits(
    [
      [0, 1, 2, 3],
      [4, 9],
      [50, 51, 52],
    ],
    60,
  )
  const blast = tenants.blast(10, { patterns: 20_000, seed: 7 })
  expect(blast).toMatchInlineSnapshot(`
    {
      "dead": 10,
      "exact": false,
      "full": {
        "least": 0,
        "mean": 0.02915,
        "most": 2,
      },
      "part": {
        "least": 0,
        "mean": 1.23255,
        "most": 3,
      },
      "patterns": 20000,
    }
  `)
  expect(tenants.blast(10, { patterns: 20_000, seed: 7 })).toEqual(blast)
  const expected = [4, 2, 3].map(size => expectedHit(60, size, 10))
  expect(blast.part.mean).toBeCloseTo(
    expected.reduce((sum, hit) => sum + hit.part, 0),
    1,
  )
  expect(blast.full.mean).toBeCloseTo(
    expected.reduce((sum, hit) => sum + hit.full, 0),
    2,
  )
})

test('where all sets are looked at, the formula says the same', () => {
  const tenants = new TenantBits([[0, 5, 9]], 12)
  for (const dead of [1, 2, 3, 5, 9, 12]) {
    const { part, full } = tenants.blast(dead)
    expect([part.mean, full.mean]).toEqual(Object.values(expectedHit(12, 3, dead)).map(n => expect.closeTo(n, 10)))
  }
})
