import {
  type Dataset,
  everyStripeOf,
  kindOf,
  labelsOf,
  metricOf,
  type Stripe,
  sampleOf,
  stripeOf,
  tickAt,
} from '../ledger/dataset.ts'
import { exemplarOf, metadataOf, stripesWithExemplars } from '../ledger/kinds/annotations-of.ts'
import { union } from '../ledger/ticks.ts'
import { labelsText, toMs } from './answer.ts'
import { helpOf, IDENTITY, TRACE } from './named.ts'
import type { Anomaly, Seen } from './reads-records.ts'

type Labels = Readonly<Record<string, string>>

/** A series with its exemplars, as the API has it. */
export interface AnsweredExemplars {
  seriesLabels: Labels
  exemplars: readonly { labels: Labels; value: string; timestamp: number }[]
}

/** Metadata of a metric, as the API has it. */
export interface AnsweredMetadata {
  type: string
  help: string
  unit: string
}

/**
 * What an answer with a tenant's own exemplars shows of those that the ledger wrote.
 * @param found series with the tenant's name
 * @returns the ticks that have the right one, by stripe, and what nobody wrote or wrote otherwise
 */
export function ownExemplars(
  d: Dataset,
  tenant: number,
  found: readonly AnsweredExemplars[],
): { seen: Seen[]; anomalies: Anomaly[] } {
  const anomalies: Anomaly[] = []
  const ticks = new Map<number, number[]>()
  const ticksOf = (stripe: number) => {
    const known = ticks.get(stripe) ?? []
    ticks.set(stripe, known)
    return known
  }
  const known = new Map(stripesWithExemplars(d, tenant).map(of => [metricOf(d, of), of]))
  for (const { seriesLabels, exemplars } of found) {
    if (seriesLabels.__name__ === IDENTITY) continue
    const of = known.get(seriesLabels.__name__ ?? '')
    const series = Number(seriesLabels.series)
    const isOurs = of !== undefined && isSeries(d, of, series, seriesLabels)
    for (const { labels, value, timestamp } of exemplars) {
      const at = toMs(timestamp)
      const tick = isOurs ? tickAt(d, of, at) : undefined
      if (of === undefined || tick === undefined) {
        anomalies.push({ kind: 'phantom', labels: labelsText(seriesLabels), timestamp: at, got: textOf(labels, value) })
        continue
      }
      const wanted = exemplarOf(d, { tenant, series, tick })
      const expected = textOf(Object.fromEntries(wanted.labels), String(wanted.value))
      const got = textOf(labels, String(Number(value)))
      const owner = sampleOf(Number(labels[TRACE]))?.tenant
      if (got === expected) ticksOf(of.stripe).push(tick)
      else if (owner !== undefined && owner !== tenant && owner < d.tenants.length)
        anomalies.push({ kind: 'foreign', owner: d.tenants[owner]!, labels: labelsText(seriesLabels), samples: 1 })
      else anomalies.push({ kind: 'corrupt', series, tick, expected, got })
    }
  }
  const seen = [...ticks].map(([stripe, all]): Seen => ({ stripe, ticks: union(all.map(tick => [tick, tick])) }))
  return { seen, anomalies }
}

const isSeries = (d: Dataset, of: Stripe, series: number, labels: Labels): boolean => {
  const written = Number.isInteger(series) && stripeOf(d, of.tenant, series).stripe === of.stripe
  const wanted = written ? labelsOf(d, of.tenant, series) : []
  return (
    written && wanted.length === Object.keys(labels).length && wanted.every(([name, value]) => labels[name] === value)
  )
}

const textOf = (labels: Labels, value: string): string => `${TRACE} ${labels[TRACE] ?? 'none'}, value ${value}`

/**
 * The same of metadata.
 * @param found of metrics that are said to be the tenant's
 * @returns the metrics of the ledger that have the right ones
 */
export function ownMetadata(
  d: Dataset,
  tenant: number,
  found: readonly (AnsweredMetadata & { name: string })[],
  now: number,
): { metrics: string[]; anomalies: Anomaly[] } {
  const written = new Map<string, AnsweredMetadata>([
    [IDENTITY, { type: 'gauge', help: helpOf(d.tenants[tenant]!), unit: '' }],
    ...everyStripeOf(d, tenant).flatMap((of): [string, AnsweredMetadata][] => {
      const metadata = kindOf(d, of) && metadataOf(d, of)
      return metadata ? [[metricOf(d, of), metadata]] : []
    }),
  ])
  const isRight = ({ name, type, unit }: (typeof found)[number]) =>
    written.get(name)?.type === type && written.get(name)?.unit === unit
  return {
    metrics: found.filter(it => it.name !== IDENTITY && isRight(it)).map(it => it.name),
    anomalies: found
      .filter(it => !isRight(it))
      .map(({ name, type, unit, help }) => ({
        kind: 'phantom',
        labels: labelsText({ __name__: name, help }),
        timestamp: now,
        got: `type ${type}, unit ${unit || 'none'}`,
      })),
  }
}
