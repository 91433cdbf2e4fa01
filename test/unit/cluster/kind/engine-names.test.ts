import { expect, test } from 'vitest'
import { noSuchName } from '../../../../harness/cluster/kind/engine-names.ts'

const name = [7, ...Buffer.from('example'), 3, ...Buffer.from('org'), 0]
const question = [...name, 0, 1, 0, 1]

test('a query is answered with its own question and "no such name", whatever was added to it', () => {
  const withEdns = Buffer.from([
    0xab,
    0xcd,
    1,
    0x20,
    0,
    1,
    0,
    0,
    0,
    0,
    0,
    1,
    ...question,
    0,
    0,
    41,
    4,
    0xd0,
    0,
    0,
    0,
    0,
    0,
    0,
  ])
  expect([...noSuchName(withEdns)!]).toEqual([0xab, 0xcd, 0x81, 0x83, 0, 1, 0, 0, 0, 0, 0, 0, ...question])
})

test('what is no query gets no answer', () => {
  const header = (questions: number) => [0, 1, 1, 0, 0, questions, 0, 0, 0, 0, 0, 0]
  const packets = [[], header(0), header(1), [...header(1), ...name], [...header(1), 63, 1]]
  expect(packets.map(bytes => noSuchName(Buffer.from(bytes)))).toEqual(packets.map(() => undefined))
})
