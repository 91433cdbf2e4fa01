import { expect, test } from 'vitest'
import { GoRandom } from '../../../../harness/mimir/shards/go-random.ts'

// r := rand.New(rand.NewSource(42)); r.Uint32(), r.Uint32(), r.Intn(10), r.Intn(1000), r.Intn(8)
test('what Go draws from a seed', () => {
  const random = new GoRandom(0, 42)
  const drawn = [random.uint32(), random.uint32(), random.intn(10), random.intn(1000), random.intn(8)]
  expect(drawn).toEqual([1602144611, 283469975, 8, 750, 7])
})

// 2,000 draws later: beyond 607 each word is one that was drawn before.
test('and long after', () => {
  const random = new GoRandom(0, 42)
  for (let n = 0; n < 2005; n++) random.uint32()
  expect([random.uint32(), random.intn(7)]).toEqual([3113595380, 4])
})

test('a negative seed', () => {
  expect(new GoRandom(0xffff_ffff, 0xffff_ffd6).uint32()).toBe(2692663963)
})
