import type { FaultMatrix, ObjectivesSpec } from '../../harness/index.ts'
import { alerts, archive, k6, referencePrometheus, type Step } from '../../harness/mimir/index.ts'
import { readsWhileZoneIsSilent } from '../objectives.ts'

/** As many samples as usual in twelve requests a second: half-way there are twice as many pods as usual for the same machine. */
export const load = { writesPerSecond: 4 }

/** What works beside the ledger while a whole Mimir changes its shape. */
export const signals = [archive, alerts, referencePrometheus, k6]

/** Half-way there are twice as many pods as usual for the same machine. */
const steady = { writes: { process: 500, kind: 1000 }, instant: { process: 1000, kind: 2000 } } as const

/** What a hand-over of rulers or Alertmanagers costs by Mimir's own intervals, ms. */
const rulersMove = { evaluations: 10_000 } as const
const alertsMove = { alerts: { readableAfter: 10_000 } } as const

const RULERS = 'rulers look at their ring every 5 s, one after the other'
const ALERTMANAGERS =
  'an Alertmanager that takes a tenant over knows its alerts when rulers send them again, every 5 s at the fast pace'

/** Steps that stop or start rulers, Alertmanagers, or both, and what is still handed over when they are done. */
export const handOver = {
  alertmanagers: { because: ALERTMANAGERS, tail: 10_000, ...alertsMove },
  both: { because: `${RULERS}; ${ALERTMANAGERS}`, tail: 10_000, ...rulersMove, ...alertsMove },
} as const

/** A pod or zone is gone: what waits for it is reads of all kinds, and rules that read. */
const lost = { ...readsWhileZoneIsSilent, ...rulersMove, ...alertsMove, archive: readsWhileZoneIsSilent.instant }

/** @param steps the steps that cost more than what is steady. */
export const objectives = (steps: ObjectivesSpec['steps'] = {}): ObjectivesSpec => ({
  steady,
  faults: { 'kill-zones': lost, 'kill-pod': lost },
  steps,
})

/**
 * A pod killed in each step. Some walks are only listed. Each series has a replica in each zone, and two of them must answer: where a step itself
 * takes ingesters of a zone away, or adds some, one of another zone may be too much. And a mimir-write that takes writes is a distributor, too: what
 * it has just accepted dies with it.
 * @param listed sections of these steps.
 */
export const killInEachStep = (steps: readonly Pick<Step, 'name'>[], listed: RegExp): FaultMatrix => ({
  fault: 'kill-pod',
  required: steps.map(s => s.name).filter(name => !listed.test(name)),
})
