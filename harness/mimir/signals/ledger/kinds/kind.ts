import type { MetricType } from '../../../remote-write/annotations.ts'
import type { MimirCapability } from '../../../topology/versions.ts'
import type { SampleId } from '../dataset.ts'

/** A sample as a request carries it. */
export type Encoded = { float: Uint8Array } | { histogram: Uint8Array }

/** A kind of samples beside float gauges by remote write 1.0: how one follows from its identity, how it is sent, and what an answer must show. */
export interface SampleKind {
  /** In words, as findings name it. */
  title: string
  /** The version of remote write that carries it. */
  protocol: 1 | 2
  /** What a Mimir must have for it. */
  needs: readonly MimirCapability[]
  /** @param timestamp milliseconds since the Unix epoch */
  encode(id: SampleId, timestamp: number): Encoded
  /** What an answer shows of it when it is right: a number, or a histogram as `histogramText` has it. */
  shown(id: SampleId): number | string
  /** What metadata say its metric is. */
  metric: MetricType
  /** Each sample has an exemplar. */
  exemplars?: true
  /** How it is read back. Default: an instant query with a range selector. */
  readBy?: 'remote-read'
}
