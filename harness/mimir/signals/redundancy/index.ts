import type { LiveSignal } from '../../../load/client.ts'
import { redundancy as judge, redundancyExcludes } from './redundancy-check.ts'
import { ZoneEvent, ZoneReadEvent, ZonesNotAskedEvent } from './redundancy-records.ts'
import { replicasOf } from './replicas.ts'

/** At the end each zone is asked alone for every sample: one good read proves no more than that one replica has it. */
export const redundancy: LiveSignal = {
  name: 'redundancy',
  always: true,
  records: [ZoneReadEvent, ZoneEvent, ZonesNotAskedEvent],
  streams: [],
  checks: { redundancy: { judge, excludes: redundancyExcludes } },
  notLookedAt: events =>
    events.flatMap(e => (e.type === 'zones-not-asked' ? [`how many replicas each sample has: ${e.why}`] : [])),
  numbers(run, events) {
    const replicas = replicasOf(run, events)
    if (!replicas) return {}
    const { zones, looked, lacking } = replicas
    const from = zones.reduce((least, z) => Math.min(least, z.from), Infinity)
    const to = zones.reduce((most, z) => Math.max(most, z.to), -Infinity)
    return {
      replicated_samples: looked,
      under_replicated_samples: lacking.reduce((sum, l) => sum + l.samples, 0),
      zones_read_ms: Math.round(to - from),
    }
  },
  client: async () => (await import('./redundancy-client.ts')).redundancyClient(),
}

declare module '../../../history/signal.ts' {
  interface CheckNames {
    redundancy: true
  }
}
