import { encodeSample } from '../../../remote-write/encode-any.ts'
import type { MimirCapability } from '../../../topology/versions.ts'
import { type SampleId, sampleValue } from '../dataset.ts'
import type { SampleKind } from './kind.ts'
import { LIFE } from './kind-schedule.ts'

const floats = (
  title: string,
  protocol: 1 | 2,
  value: (id: SampleId) => number = sampleValue,
  needs: readonly MimirCapability[] = [],
): SampleKind => ({
  title,
  protocol,
  needs,
  encode: (id, timestamp) => ({ float: encodeSample(value(id), timestamp) }),
  shown: value,
  metric: 'gauge',
})

/** Gauges as the others of the ledger are. */
export const floatV2: SampleKind = {
  ...floats('floats by remote write 2.0', 2, sampleValue, ['remote write 2.0']),
  exemplars: true,
}

/** Ticks after which the counter begins anew. The windows of `increase` are no multiple of it: some hold a reset, and at any place. */
const RESET = 25
/** A new count is 1, not 0, and each step another than that. */
export const counterAt = (tick: number): number => 1 + 7 * (tick % RESET)

export const counter: SampleKind = {
  ...floats('samples of a counter that resets', 1, ({ tick }) => counterAt(tick)),
  metric: 'counter',
  exemplars: true,
}

export const churn = floats(`samples of series that end after ${LIFE} and begin anew`, 1)

/** When each is sent follows from `latenessOf`. The tenant has an out-of-order window. */
export const late = floats('samples of which half come late', 1)

/** The same in a tenant that has no such window: what is late must be refused. */
export const tooLate = floats('samples of which half come too late', 1)

/** What Prometheus writes when a series is gone: this NaN and no other (model/value/value.go), little-endian. */
const STALE = Buffer.from('020000000000f07f', 'hex')
const STALE_TEXT = 'stale marker'

const isMarker = ({ tick }: SampleId): boolean => tick % LIFE === LIFE - 1

/** Each series ends with a marker. PromQL hides it and what it does to the series, so these are read by remote read. */
export const staleMarkers: SampleKind = {
  ...floats('samples of series that end with a stale marker', 1),
  encode: (id, timestamp) => ({ float: encodeSample(isMarker(id) ? STALE : sampleValue(id), timestamp) }),
  shown: id => (isMarker(id) ? STALE_TEXT : sampleValue(id)),
  readBy: 'remote-read',
}

/** A value as remote read has it, as text: no NaN but the marker has its bits. @param bytes little-endian */
export const valueText = (bytes: Buffer): string => (bytes.equals(STALE) ? STALE_TEXT : String(bytes.readDoubleLE()))
