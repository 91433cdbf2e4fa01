import type { Odd, ReferencePrometheusEvent } from './reference-prometheus-records.ts'
import type { Samples } from './samples.ts'

/** Of each kind, so many are recorded; all are counted. */
const FIRST = 10

/** What two copies of the same samples have in common and what not; grows chunk by chunk. */
export class Comparison {
  readonly #series = new Set<string>()
  readonly #missing: Odd = { samples: 0, first: [] }
  readonly #different: Odd = { samples: 0, first: [] }
  readonly #extra: Odd = { samples: 0, first: [] }
  #samples = 0

  /** Compares sample for sample; values by their text, so that NaN is NaN. */
  add(expected: Samples, got: Samples): void {
    for (const [labels, samples] of expected) {
      if (samples.size > 0) this.#series.add(labels)
      this.#samples += samples.size
      const other = got.get(labels)
      for (const [timestamp, value] of samples) {
        const seen = other?.get(timestamp)
        if (seen === undefined) note(this.#missing, { labels, timestamp, expected: value })
        else if (seen !== value) note(this.#different, { labels, timestamp, expected: value, got: seen })
      }
    }
    for (const [labels, samples] of got) {
      for (const [timestamp, value] of samples) {
        if (expected.get(labels)?.get(timestamp) === undefined) {
          note(this.#extra, { labels, timestamp, got: value })
        }
      }
    }
  }

  result(): Pick<ReferencePrometheusEvent, 'samples' | 'series' | 'missing' | 'different' | 'extra'> {
    return {
      samples: this.#samples,
      series: this.#series.size,
      missing: this.#missing,
      different: this.#different,
      extra: this.#extra,
    }
  }
}

function note(odd: Odd, sample: Odd['first'][number]): void {
  odd.samples++
  if (odd.first.length < FIRST) odd.first.push(sample)
}
