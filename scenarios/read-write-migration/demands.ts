import { alerts, archive, type Budget, type FaultMatrix, k6, type Step, witness } from '../../harness/index.ts'
import { readsWhileZoneIsSilent } from '../budgets.ts'

/** Twelve writes a second in all: half-way there are twice as many pods as usual for the same machine. */
export const load = { writesPerSecond: 4 }

/** What works beside the ledger while a whole Mimir changes its shape. */
export const companions = [archive(), alerts(), witness(), k6()]

/**
 * What a hand-over costs by Mimir's own intervals, in milliseconds. Reads, old data or new: a query-frontend or querier that starts looks for
 * query-schedulers every 5 s, and is ready before it has found one; a lost zone costs as much as everywhere. Rules: rulers look at their ring every
 * 5 s, one after the other. Alerts: an Alertmanager that takes a tenant over knows its alerts when rulers send them again, every 5 s at the fast pace.
 */
export const budget: Partial<Budget> = {
  perPath: { ...readsWhileZoneIsSilent, archive: readsWhileZoneIsSilent.instant },
  ruleGap: 10_000,
  alertsAbsent: 10_000,
}

/**
 * A pod killed in each step. Some walks are only listed. Each series has a replica in each zone, and two of them must answer: where a step itself
 * takes ingesters of a zone away, or adds some, one of another zone may be too much. And a mimir-write that takes writes is a distributor, too: what
 * it has just accepted dies with it.
 * @param listed sections of these steps.
 */
export const killInEachStep = (steps: readonly Pick<Step, 'name'>[], listed: RegExp): FaultMatrix => ({
  fault: 'kill-pod',
  mustHold: steps.map(s => s.name).filter(name => !listed.test(name)),
})
