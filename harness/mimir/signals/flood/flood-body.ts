import { encodeLabels, WriteRequestEncoder } from '../../remote-write/encode.ts'
import type { FloodKind } from './flood-records.ts'
import { likeTheFirst } from './like-the-first.ts'
import { type Layout, PREFIX_DIGITS, TIME_BYTES } from './script/patch.ts'

/** Series of a request, each numbered by so many digits behind those of the request. */
const SERIES = 1000
const DIGITS = 3

/** A time, in whose place the real one is written: it takes as many bytes. */
const LONG_AGO = 2 ** 40

/** Header of a sample, its value, and the tag of its timestamp, as the encoder writes them. */
const BEFORE_TIME = 2 + 9 + 1

/**
 * The body of a remote-write request of the flood, which k6 sends again and again with another time, and other numbers, written into it: to encode and compress it anew
 * each time would take k6 a core.
 */
export function floodBody(kind: FloodKind): { bytes: Uint8Array; layout: Layout } {
  const labels = Array.from({ length: SERIES }, (_, i) =>
    encodeLabels([
      ['__name__', 'noise'],
      ['job', 'noisy-neighbour'],
      ['kind', kind],
      // Last, so that it stands right before the sample.
      ['series', '0'.repeat(PREFIX_DIGITS) + String(i).padStart(DIGITS, '0')],
    ]),
  )
  const request = new WriteRequestEncoder().encode(labels, [LONG_AGO], () => 1)
  const every = request.length / SERIES
  const digits = every - TIME_BYTES - BEFORE_TIME - DIGITS
  const { bytes, first } = likeTheFirst(request, every, { at: digits, length: DIGITS })
  return { bytes, layout: { time: first + every - TIME_BYTES, prefix: first + digits - PREFIX_DIGITS } }
}
