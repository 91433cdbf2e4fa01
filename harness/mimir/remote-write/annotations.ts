import { encodeField, encodeLabels } from './encode.ts'
import { encodeRefs, encodeValueAt } from './encode-parts.ts'
import { varint, varintOf } from './wire.ts'

type Labels = readonly (readonly [name: string, value: string])[]

/** An example of what a sample counts: a trace, by its id. */
export interface Exemplar {
  labels: Labels
  value: number
  /** Milliseconds since the Unix epoch. */
  timestamp: number
}

/** What is said of a metric. */
export interface Metadata {
  type: MetricType
  help: string
  unit: string
}

export type MetricType = 'counter' | 'gauge' | 'histogram'
/** The same numbers in both versions. */
const typeNumbers: Readonly<Record<MetricType, number>> = { counter: 1, gauge: 2, histogram: 3 }

/** What a series carries beside its samples. */
export interface Annotated {
  exemplars?: readonly Exemplar[]
  metadata?: Metadata
}

/** Texts of it that remote write 2.0 keeps in its table. */
export const symbolsOf = ({ exemplars = [], metadata }: Annotated): string[] => [
  ...exemplars.flatMap(({ labels }) => labels.flat()),
  ...(metadata ? [metadata.help, metadata.unit] : []),
]

/**
 * `Exemplar { repeated Label labels = 1; double value = 2; int64 timestamp = 3 }`; in version 2.0 `repeated uint32 labels_refs = 1`.
 * @param field of a TimeSeries
 * @param place of a text in the table of version 2.0; left out for version 1.0
 */
export const encodeExemplars = (
  exemplars: readonly Exemplar[] = [],
  field: number,
  place?: (symbol: string) => number,
): Buffer[] =>
  exemplars.map(({ labels, value, timestamp }) => {
    const named = place ? encodeRefs(labels, place) : encodeLabels(labels)
    return encodeField(field, Buffer.concat([named, encodeValueAt(2, value, timestamp)]))
  })

const integer = (field: number, value: number): Buffer => Buffer.from([varint(field), ...varintOf(value)])

/** `Metadata { MetricType type = 1; uint32 help_ref = 3; uint32 unit_ref = 4 }` of version 2.0. */
export const encodeMetadata = ({ type, help, unit }: Metadata, place: (symbol: string) => number): Buffer =>
  Buffer.concat([integer(1, typeNumbers[type]), integer(3, place(help)), integer(4, place(unit))])

/** `MetricMetadata { MetricType type = 1; string metric_family_name = 2; string help = 4; string unit = 5 }` of version 1.0. */
export function encodeMetadataOf(labels: Labels, { type, help, unit }: Metadata): Buffer {
  const name = labels.find(([label]) => label === '__name__')?.[1] ?? ''
  return Buffer.concat([
    integer(1, typeNumbers[type]),
    ...[[2, name] as const, [4, help] as const, [5, unit] as const].map(([field, text]) =>
      encodeField(field, Buffer.from(text)),
    ),
  ])
}
