import { machineOf } from '../../../checks/disturbances.ts'
import { rareIn } from '../../../checks/excludes.ts'
import { count, counted } from '../../../checks/explain.ts'
import { excusedIn } from '../../../checks/starved.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import type { Evidence, Exclusion, Finding } from '../../../history/verdict.ts'
import { describer, type Group, groups } from './redundancy-evidence.ts'
import { type Lacking, type Replicas, replicasOf } from './replicas.ts'

/**
 * Is each acked sample on as many replicas as it has to be, and with its value? invalid: a zone has another value; one that can be read is on fewer replicas than an
 * ack needs, whenever that was; or a zone lacks one that was acked while all its ingesters were ready and reached. unknown: a zone could not be asked, or did not answer for
 * everything, or programs waited for a CPU, and writes waited, when a zone missed what others took. Samples that ingesters keep no more are not demanded of them.
 * Without zones there is no such finding.
 */
export function redundancy(run: RunInfo, events: readonly HistoryEvent[]): Finding | undefined {
  const replicas = replicasOf(run, events)
  if (!replicas) return undefined
  const excuse = wantOfCpu(run, events)
  const describe = describer(run, events, replicas)
  const told = groups(replicas.lacking, events).map(of => ({
    of,
    untold: of.wrong === 'missing' ? excuse(of) : undefined,
  }))
  const evidence = [...told.map(({ of, untold }) => describe(of, untold)), ...unread(replicas)]
  const isInvalid = told.some(({ untold }) => untold === undefined)
  const isUnknown = told.length > 0 || replicas.unread > 0 || replicas.looked === 0
  return {
    check: 'redundancy',
    verdict: isInvalid ? 'invalid' : isUnknown ? 'unknown' : 'valid',
    summary: summaryOf(replicas),
    evidence,
  }
}

/** Milliseconds that some write takes at least where another one reaches its timeout of 2 s at a replica. */
const SLOW = 500

/**
 * Who had the CPUs, where a replica may have been too late for want of them: programs waited most of the time, and it shows in the writes of that time. One that
 * is answered at once by two replicas is not given up at the third.
 */
function wantOfCpu(run: RunInfo, events: readonly HistoryEvent[]): (of: Group) => string | undefined {
  const machine = machineOf(run, events)
  const slow = events.filter(e => e.type === 'write').filter(e => e.end - e.start >= SLOW)
  return ({ from, to }) =>
    slow.some(w => w.start <= to + SLOW && w.end >= from - SLOW)
      ? excusedIn(from, to, machine, (to - from) / 2)
      : undefined
}

/** What each zone excludes of the write requests that it had to hold. */
export function redundancyExcludes(run: RunInfo, events: readonly HistoryEvent[]): Exclusion[] {
  const replicas = replicasOf(run, events)
  const kind = 'write requests that a zone lacks'
  return (replicas?.zones ?? []).flatMap(({ zone }, i) => rareIn(kind, replicas!.demanded[i]!.requests, zone))
}

function unread({ zones, unread }: Replicas): Evidence[] {
  const failed = zones.flatMap(({ zone, error, from, to }) =>
    error === undefined ? [] : [{ kind: 'not-asked', text: `${zone} could not be asked alone: ${error}`, from, to }],
  )
  if (failed.length > 0 || unread === 0) return failed
  return [{ kind: 'unread', text: `${counted(unread, 'acked sample')}: not each zone answered for them` }]
}

function summaryOf({ zones, quorum, lacking, looked, unread, elsewhere, excused, demanded }: Replicas): string {
  const total = (wrong: Lacking['wrong']) =>
    lacking.filter(l => l.wrong === wrong).reduce((sum, l) => sum + l.samples, 0)
  const [below, corrupt] = [total('below-quorum'), total('corrupt')]
  const had = zones.map(({ zone }, i) => `${zone} ${count(demanded[i]!.samples)}`).join(', ')
  return [
    `${count(below)} of ${counted(looked, 'acked sample')} on fewer than ${quorum} of ${zones.length} replicas`,
    `${count(total('missing'))} missing in a zone that had to hold them (${had})`,
    ...(corrupt > 0 ? [`${count(corrupt)} with another value in a zone`] : []),
    ...(excused > 0 ? [`${count(excused)} not in each zone, by a fault or a restart`] : []),
    ...(elsewhere > 0 ? [`${count(elsewhere)} too old for ingesters, or left with their pods`] : []),
    ...(unread > 0 ? [`${count(unread)} not read in each zone`] : []),
  ].join('; ')
}
