import fc from 'fast-check'
import protobuf from 'protobufjs'
import { uncompress } from 'snappyjs'
import { expect, test } from 'vitest'
import { decodeReadResponse, encodeReadRequest } from '../../../../harness/mimir/remote-write/remote-read.ts'
import { compress } from '../../../../harness/mimir/remote-write/snappy.ts'
import { ReadResponse } from './messages.ts'

const ReadRequest = protobuf
  .parse(`syntax = "proto3";
    message ReadRequest { repeated Query queries = 1; }
    message Query { int64 start_timestamp_ms = 1; int64 end_timestamp_ms = 2; repeated LabelMatcher matchers = 3; }
    message LabelMatcher { int32 type = 1; string name = 2; string value = 3; }
  `)
  .root.lookupType('ReadRequest')

test('asks for what has these labels, from one timestamp to another', () => {
  const body = encodeReadRequest(1_900_000_000_001, 1_900_000_060_000, [
    ['__name__', 'm'],
    ['stripe', '7'],
  ])
  const asked = ReadRequest.decode(Buffer.from(uncompress(body)))
  expect(ReadRequest.toObject(asked, { longs: Number })).toEqual({
    queries: [
      {
        startTimestampMs: 1_900_000_000_001,
        endTimestampMs: 1_900_000_060_000,
        matchers: [
          { name: '__name__', value: 'm' },
          { name: 'stripe', value: '7' },
        ],
      },
    ],
  })
})

test('each float comes as its eight bytes: a stale marker is another NaN than others', () => {
  const sample = (high: number, low: number, timestamp: number) => ({ value: { high, low, unsigned: true }, timestamp })
  const answer = {
    results: [
      {
        timeseries: [
          {
            labels: [{ name: 'a', value: 'b' }],
            samples: [sample(0x3ff00000, 0, 5), sample(0x7ff00000, 2, 1_900_000_000_000)],
          },
          { labels: [], samples: [{ timestamp: 7 }] },
        ],
      },
    ],
  }
  const bytes = ReadResponse.encode(ReadResponse.fromObject(answer)).finish()
  expect(
    decodeReadResponse(compress(bytes)).map(({ labels, samples }) => ({
      labels,
      samples: samples.map(({ timestamp, value }) => [timestamp, value.toString('hex')]),
    })),
  ).toEqual([
    {
      labels: { a: 'b' },
      samples: [
        [5, '000000000000f03f'],
        [1_900_000_000_000, '020000000000f07f'],
      ],
    },
    { labels: {}, samples: [[7, '0000000000000000']] },
  ])
})

test('what is no block of snappy, or no message, is refused', () => {
  expect(() => decodeReadResponse(Buffer.from('not found'))).toThrow('not a block of snappy')
  expect(() => decodeReadResponse(compress(Buffer.from([0x0a, 0x05, 0x0a])))).toThrow('not a message')
})

test('what was compressed is decompressed', () => {
  const some = fc
    .array(fc.constantFrom('gauntlet', 'series', '0', '1'), { maxLength: 40_000 })
    .map(a => Buffer.from(a.join('')))
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), some), bytes => {
      expect(Buffer.from(uncompress(compress(bytes))).equals(Buffer.from(bytes))).toBe(true)
    }),
    { numRuns: 50 },
  )
})

test('the short form of copies, which others write, is understood', () => {
  // Five bytes: a literal of one, then a copy of four from one back.
  expect(Buffer.from(uncompress(Buffer.from([0x05, 0x00, 0x61, 0x01, 0x01]))).toString()).toBe('aaaaa')
})
