import { uncompress } from 'snappyjs'
import { expect, test } from 'vitest'
import { encodeLabels, WriteRequestEncoder } from '../../../../harness/mimir/remote-write/encode.ts'
import { floodBody } from '../../../../harness/mimir/signals/flood/flood-body.ts'
import type { FloodKind } from '../../../../harness/mimir/signals/flood/flood-records.ts'
import { patching } from '../../../../harness/mimir/signals/flood/script/patch.ts'

const NOW = Date.UTC(2026, 10, 27)

/** What the encoder of the ledger makes of the same series. */
const encoded = (kind: string, first: number, now: number) =>
  Buffer.from(
    new WriteRequestEncoder().encode(
      Array.from({ length: 1000 }, (_, i) =>
        encodeLabels([
          ['__name__', 'noise'],
          ['job', 'noisy-neighbour'],
          ['kind', kind],
          ['series', String(first + i).padStart(10, '0')],
        ]),
      ),
      [now],
      () => 1,
    ),
  )

function clientOf(kind: FloodKind, client: number) {
  const { bytes, layout } = floodBody(kind)
  const patch = patching(bytes, layout, kind === 'cardinality', client)
  return (now: number) => {
    patch(now)
    return Buffer.from(uncompress(bytes))
  }
}

test('a request has the same series as the one before it, at its own time', () => {
  const requestAt = clientOf('writes', 7)
  expect(requestAt(NOW)).toEqual(encoded('writes', 0, NOW))
  expect(requestAt(NOW + 1)).toEqual(encoded('writes', 0, NOW + 1))
})

test('new series are those of no other request and no other client', () => {
  const [first, second] = [clientOf('cardinality', 1), clientOf('cardinality', 400)]
  expect(first(NOW)).toEqual(encoded('cardinality', 0, NOW))
  expect(first(NOW)).toEqual(encoded('cardinality', 1000, NOW))
  expect(second(NOW)).toEqual(encoded('cardinality', 3_990_000_000, NOW))
})
