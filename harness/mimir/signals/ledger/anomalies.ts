import { answeredBy } from '../../../checks/answered.ts'
import { clock, counted, during } from '../../../checks/explain.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import type { Evidence } from '../../../history/verdict.ts'
import type { Anomaly, ReadEvent } from '../reads/reads-records.ts'
import { stripeOf, timeOf } from './dataset.ts'

type WrongSample = Exclude<Anomaly, { kind: 'foreign' }>

interface Sighting {
  anomaly: WrongSample
  /** The answers that held it. */
  answers: ReadEvent[]
}

/** One piece of evidence for each sample that some answer showed with a wrong value, with two, or out of nowhere. */
export function wrongSamples(run: RunInfo, events: readonly HistoryEvent[]): Evidence[] {
  const sightings = new Map<string, Sighting>()
  for (const read of events) {
    // What rules record is no sample of the ledger, and exemplars are none: checks `rules` and `exemplars` judge them.
    if (read.type !== 'read' || read.path === 'rules' || read.path === 'cross-tenant') continue
    for (const anomaly of read.anomalies ?? []) {
      if (anomaly.kind === 'foreign') continue
      const key = `${read.tenant} ${anomaly.kind} ${anomaly.kind === 'phantom' ? `${anomaly.timestamp} ${anomaly.labels}` : `${anomaly.tick} ${anomaly.series}`}`
      const sighting = sightings.get(key) ?? { anomaly, answers: [] }
      sighting.answers.push(read)
      sightings.set(key, sighting)
    }
  }
  const when = during(events)
  return [...sightings.values()].map(({ anomaly, answers }) => {
    const [first, reads] = [answers[0]!, answers.length]
    const tenant = run.tenants[first.tenant]!
    const at = placeOf(run, first.tenant, anomaly)
    const by = `${counted(reads, 'read')} saw it, first the ${first.path} read of ${clock(first.start)}, ${when(first.start, first.end)}`
    const text = `${tenant} ${at.name} at ${clock(at.time)}: ${wrongWith(anomaly)}; ${by}`
    const data = { ...at.data, samples: 1, reads }
    return { kind: anomaly.kind, text, from: at.time, to: at.time, tenant, ...answeredBy(answers), data }
  })
}

function placeOf({ dataset }: RunInfo, tenant: number, anomaly: WrongSample) {
  if (anomaly.kind === 'phantom')
    return { name: anomaly.labels, time: anomaly.timestamp, data: { labels: anomaly.labels } }
  const { series, tick } = anomaly
  const stripe = stripeOf(dataset, tenant, series)
  const data = { stripe: stripe.stripe, series: [series], fromTick: tick, toTick: tick }
  return { name: `series ${series}`, time: timeOf(dataset, stripe, tick), data }
}

function wrongWith(anomaly: WrongSample): string {
  switch (anomaly.kind) {
    case 'corrupt':
      return `expected value ${anomaly.expected}, got ${anomaly.got}`
    case 'phantom':
      return `value ${anomaly.got}, and nobody wrote this sample`
    case 'duplicate':
      return `${anomaly.got.length} values in one answer: ${anomaly.got.join(', ')}`
  }
}
