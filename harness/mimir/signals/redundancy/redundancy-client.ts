import type { Pod } from '../../../cluster/cluster.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { Recorder } from '../../../history/recorder.ts'
import type { Client, ClientContext } from '../../../load/client.ts'
import { systemClock } from '../../../util/clock.ts'
import { reason } from '../../../util/errors.ts'
import { addWorkloads } from '../../topology/operations.ts'
import type { Topology, Zone } from '../../topology/topology.ts'
import { parseVersion } from '../../topology/versions.ts'
import { readAll } from '../ledger/final-read.ts'
import { onlyIngesters, readerOf, retentionOf, seesJust, zoneReader } from './zone-reader.ts'
import { whyNotAsked, zonesWithIngesters } from './zones-to-ask.ts'

/** Once the load is over: each zone is asked alone for everything. */
export const redundancyClient = (): Client<Topology> => ({
  async start(context) {
    return {
      async stop() {},
      async readBack(step) {
        const why = whyNotAsked(context.deployment.topology)
        if (why === undefined) await step('ask each zone alone for every sample', () => askZones(context))
        else context.recorder.record({ type: 'zones-not-asked', at: systemClock.now(), why })
      },
    }
  },
})

/** What goes wrong is recorded, and makes the verdict unknown. */
async function askZones(context: ClientContext<Topology>): Promise<void> {
  const { deployment, recorder } = context
  const { topology, cluster } = deployment
  const zones = zonesWithIngesters(topology)
  const version = parseVersion(cluster.surroundings.program.version)
  const readers = zones.map(zone => zoneReader(zone, zones, topology, version))
  try {
    await deployment.apply(addWorkloads(topology, readers))
  } catch (thrown) {
    const at = systemClock.now()
    const error = `no reader could be started: ${reason(thrown)}`
    for (const zone of zones) recorder.record({ type: 'zone', zone, from: at, to: at, pods: [], keeps: 0, error })
    return
  }
  await Promise.all(zones.map(zone => askZone(context, zone, readerOf(zone, cluster.pods()))))
}

async function askZone({ run, cluster, recorder }: ClientContext, zone: Zone, reader: Pod): Promise<void> {
  const from = systemClock.now()
  const pods = cluster
    .pods()
    .filter(p => p.zone === zone && p.components.includes('ingester'))
    .map(p => p.name)
  let keeps = 0
  let error: string | undefined
  try {
    await seesJust(reader, pods)
    keeps = await retentionOf(reader)
    const { url } = reader
    const { dataset } = run
    await readAll({ dataset, url, recorder: ofZone(zone, recorder), path: 'final', to: from })
    await seesJust(reader, pods)
    await onlyIngesters(reader)
  } catch (thrown) {
    error = reason(thrown)
  }
  const to = systemClock.now()
  recorder.record({ type: 'zone', zone, from, to, pods, keeps, ...(error !== undefined && { error }) })
}

/** Records what a zone alone answers as that, so that nobody takes it for what clients read. */
const ofZone = (zone: Zone, recorder: Recorder): Recorder => ({
  record(event: HistoryEvent) {
    if (event.type !== 'read') return recorder.record(event)
    const { path: _, asks: __, ...read } = event
    recorder.record({ ...read, type: 'zone-read', zone })
  },
})
