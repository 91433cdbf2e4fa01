import { clock, counted, type During, during, some } from '../../../checks/explain.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import type { Evidence } from '../../../history/verdict.ts'
import { timeOf } from '../ledger/dataset.ts'
import type { Lacking, Replicas } from './replicas.ts'

/** Samples that the same zones lack, or have with another value, and that were acked at about one time. */
export interface Group extends Pick<Lacking, 'wrong' | 'owed' | 'lacks' | 'corrupt' | 'samples' | 'from' | 'to'> {
  of: Lacking[]
}

/** Milliseconds after the end of one until which another belongs to the same time. */
const MOMENT = 5000

/** What is wrong with the same zones at one time, or at the same step and fault, has one cause: it is one group. */
export function groups(lacking: readonly Lacking[], events: readonly HistoryEvent[]): Group[] {
  const when = during(events)
  const keyOf = ({ wrong, owed, lacks, corrupt }: Lacking) => JSON.stringify([wrong, owed, lacks, corrupt])
  const alike = [...Map.groupBy(lacking, keyOf).values()]
  return alike
    .flatMap(of =>
      atOneTime(
        of.toSorted((a, b) => a.from - b.from),
        when,
      ),
    )
    .sort((a, b) => a.wrong.localeCompare(b.wrong) || a.from - b.from)
}

/** @param inOrder of their begin */
function atOneTime(inOrder: readonly Lacking[], when: During): Group[] {
  const all: Group[] = []
  for (const it of inOrder) {
    const last = all.at(-1)
    if (last && (it.from <= last.to + MOMENT || when(it.from, it.to) === when(last.from, last.to))) {
      last.of.push(it)
      last.samples += it.samples
      last.to = Math.max(last.to, it.to)
    } else {
      const { wrong, owed, lacks, corrupt, samples, from, to } = it
      all.push({ wrong, owed, lacks, corrupt, samples, from, to, of: [it] })
    }
  }
  return all
}

/** Puts a group into words: who lacks what, or has it otherwise, whose, when; on which replicas it is; and an example. */
export function describer(run: RunInfo, events: readonly HistoryEvent[], { zones, quorum }: Replicas) {
  const when = during(events)
  const named = (which: readonly number[]) => which.map(i => zones[i]!.zone).join(' and ')
  const withPods = (which: readonly number[]) =>
    which.map(i => `${zones[i]!.zone} (${zones[i]!.pods.join(', ')})`).join(' and ')

  /** @param untold why it may have been the want of CPU alone */
  return (group: Group, untold: string | undefined): Evidence => {
    const { wrong, lacks, corrupt, samples, from, to, of } = group
    const holds = zones.map((_, i) => i).filter(i => !lacks.includes(i) && !corrupt.includes(i))
    const tenants = [...new Set(of.map(it => run.tenants[it.tenant]!))]
    const stripes = new Set(of.map(it => `${it.tenant} ${it.stripe}`)).size
    const on = `on ${holds.length} of ${zones.length} replicas${holds.length > 0 ? ` (${named(holds)})` : ''}`
    const what = `${counted(samples, 'sample')} of ${counted(stripes, 'stripe')} of ${some(tenants)}, acked from ${clock(from)} to ${clock(to)}`
    const text = [
      wrong === 'corrupt'
        ? `${falsifies(group)} ${what}: right ${on}`
        : `${misses(group)} ${what}: readable, but ${on}`,
      ...(wrong === 'corrupt' ? (lacks.length > 0 ? [misses(group).concat(' them')] : []) : [why(group)]),
      when(from, to),
      `e.g. ${exampleOf(of[0]!)}`,
      ...(untold === undefined ? [] : [`${untold}, so a replica may have been too late for that alone`]),
    ].join('; ')
    return {
      kind: untold === undefined ? wrong : 'untold',
      text,
      from,
      to,
      foundAt: [...lacks, ...corrupt].reduce((first, i) => Math.min(first, zones[i]!.from), Infinity),
      ...(tenants.length === 1 && { tenant: tenants[0]! }),
      data: {
        ...{ samples, stripes, tenants: tenants.length, replicas: holds.length },
        ...(lacks.length > 0 && { lacks: lacks.map(i => zones[i]!.zone) }),
        ...(corrupt.length > 0 && { corrupt: corrupt.map(i => zones[i]!.zone) }),
      },
    }
  }

  function misses({ lacks }: Group): string {
    return `${withPods(lacks)} ${lacks.length > 1 ? 'lack' : 'lacks'}`
  }

  function falsifies({ corrupt }: Group): string {
    return `${withPods(corrupt)} ${corrupt.length > 1 ? 'have' : 'has'} other values for`
  }

  function why({ wrong, owed }: Group): string {
    return wrong === 'below-quorum' ? `an ack needs ${quorum}` : `${named(owed)} was whole when they were acked`
  }

  function exampleOf(it: Lacking): string {
    const { tenant, stripe, series, samples } = it
    return (
      falsified(it) ??
      `${counted(samples, 'sample')} of ${run.tenants[tenant]} stripe ${stripe}, series ${some(series)}`
    )
  }

  /** `series 7 of tenant-a at 12:00:01.200: expected 71, got 72`; an answer tells the first of very many. */
  function falsified({ tenant, stripe, series, ticks, corrupt }: Lacking): string | undefined {
    const from = corrupt.map(i => zones[i]!.zone)
    for (const e of events) {
      if (e.type !== 'zone-read' || e.tenant !== tenant || !from.includes(e.zone)) continue
      for (const a of e.anomalies ?? []) {
        if (a.kind !== 'corrupt' || !series.includes(a.series) || a.tick < ticks[0] || a.tick > ticks[1]) continue
        const at = clock(timeOf(run.dataset, { tenant, stripe }, a.tick))
        return `series ${a.series} of ${run.tenants[tenant]} at ${at}: expected ${a.expected}, got ${a.got}`
      }
    }
    return undefined
  }
}
