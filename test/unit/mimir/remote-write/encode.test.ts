import fc from 'fast-check'
import protobuf from 'protobufjs'
import { expect, test } from 'vitest'
import { encodeLabels, WriteRequestEncoder } from '../../../../harness/mimir/remote-write/encode.ts'

/** The fields of prompb/remote.proto and prompb/types.proto that remote write 1.0 needs. */
const { root } = protobuf.parse(`
  syntax = "proto3";
  message WriteRequest { repeated TimeSeries timeseries = 1; }
  message TimeSeries { repeated Label labels = 1; repeated Sample samples = 2; }
  message Label { string name = 1; string value = 2; }
  message Sample { double value = 1; int64 timestamp = 2; }
`)
const WriteRequest = root.lookupType('WriteRequest')

type Labels = [name: string, value: string][]

function byProtobufjs(series: Labels[], timestamps: number[], value: (i: number, s: number) => number): Uint8Array {
  const timeseries = series.map((labels, i) => ({
    labels: labels.map(([name, value]) => ({ name, value })),
    samples: timestamps.map((timestamp, s) => ({ value: value(i, s), timestamp })),
  }))
  return WriteRequest.encode({ timeseries }).finish()
}

test('one series with one sample', () => {
  const labels = encodeLabels([['a', 'b']])
  const bytes = new WriteRequestEncoder().encode([labels], [300], () => 1)
  expect(Buffer.from(bytes).toString('hex')).toBe(
    [
      ['0a', '16'], // timeseries, 22 bytes
      ['0a', '06', '0a', '01', '61', '12', '01', '62'], // label a = b
      ['12', '0c', '09', '000000000000f03f', '10', 'ac02'], // sample 1.0 at 300
    ]
      .flat()
      .join(''),
  )
})

const text = fc.string({ minLength: 1, maxLength: 200, unit: 'grapheme' })
// proto3 leaves out a field that is 0 when it likes; this encoder never does, as no sample of ours is 0 or at 0.
const value = fc.double({ noNaN: true }).filter(v => v !== 0)
const batch = fc
  .record({
    series: fc.array(fc.array(fc.tuple(text, text), { maxLength: 5 }), { maxLength: 8 }),
    timestamps: fc.array(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), { maxLength: 6 }),
  })
  .chain(b => {
    const size = b.series.length * b.timestamps.length
    return fc.record({
      series: fc.constant(b.series),
      timestamps: fc.constant(b.timestamps),
      values: fc.array(value, { minLength: size, maxLength: size }),
    })
  })

test('gives the bytes that protobufjs gives, request after request from one buffer', () => {
  const encoder = new WriteRequestEncoder()
  fc.assert(
    fc.property(batch, ({ series, timestamps, values }) => {
      const at = (i: number, s: number) => values[i * timestamps.length + s]!
      const ours = encoder.encode(series.map(encodeLabels), timestamps, at)
      expect(Buffer.from(ours)).toEqual(Buffer.from(byProtobufjs(series, timestamps, at)))
    }),
  )
})

test('a request larger than the buffer makes the buffer grow', () => {
  const series: Labels[] = Array.from({ length: 2000 }, (_, i) => [['name', `${i}`.repeat(20)]])
  const timestamps = [1_700_000_000_000, 1_700_000_001_000]
  const at = (i: number, s: number) => 1 + i * 10 + s
  const ours = new WriteRequestEncoder().encode(series.map(encodeLabels), timestamps, at)
  expect(Buffer.from(ours).equals(Buffer.from(byProtobufjs(series, timestamps, at)))).toBe(true)
})
