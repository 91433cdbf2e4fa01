import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { uncompress } from 'snappyjs'
import { expect, test } from 'vitest'
import { compress } from '../../../../harness/mimir/remote-write/snappy.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

test('nothing, a literal, and a copy that overlaps itself', () => {
  expect(hex(compress(new Uint8Array(0)))).toBe('00')
  expect(hex(compress(Buffer.from('abc')))).toBe(`03${'08'}${hex(Buffer.from('abc'))}`)
  // A literal 'a', then 19 bytes from 1 back.
  expect(hex(compress(Buffer.from('a'.repeat(20))))).toBe(`14${'00'}${'61'}${'4a0100'}`)
})

test('what goes in comes out of an independent decoder', () => {
  const repetitive = fc
    .tuple(
      fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { minLength: 1, maxLength: 4 }),
      fc.array(fc.nat()),
    )
    .map(([pieces, picks]) => Buffer.concat([...pieces, ...picks.map(pick => pieces[pick % pieces.length]!)]))
  fc.assert(fc.property(repetitive, bytes => hex(uncompress(compress(bytes))) === hex(bytes)))
})

test.each([
  ['random, over several blocks', randomBytes(200_000)],
  ['all the same, over several blocks', Buffer.alloc(200_000, 7)],
  ['one block exactly', Buffer.alloc(65_536, 'label')],
  ['a view into a larger buffer', randomBytes(100).subarray(13, 87)],
])('%s', (_, bytes) => {
  expect(hex(uncompress(compress(bytes))) === hex(bytes)).toBe(true)
})
