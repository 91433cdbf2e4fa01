import {
  type CheckName,
  type Finding,
  type Judged,
  lostSamples,
  type PathName,
  type SampleSet,
  seriesOfStripe,
} from '../harness/index.ts'

/**
 * What controls demand beyond "red": exactly these samples, a window of just this length. Each returns what contradicts it, or undefined.
 */

/** Exactly these samples are lost, no more and no fewer. */
export function lostExactly({ run, events }: Judged, expected: readonly SampleSet[]): string | undefined {
  const lost = keys(lostSamples(run, events))
  const wanted = keys(expected)
  if (wanted.size === 0) return 'no sample was predicted to be lost: the control did nothing'
  const missing = [...wanted].filter(k => !lost.has(k))
  const extra = [...lost].filter(k => !wanted.has(k))
  if (missing.length + extra.length === 0) return undefined
  return `${lost.size} samples lost, ${wanted.size} predicted: ${missing.length} of those are not lost (${missing[0] ?? '-'}), ${extra.length} others are (${extra[0] ?? '-'})`

  function keys(sets: readonly SampleSet[]): Set<string> {
    const all = new Set<string>()
    for (const { tenant, shard, series: chosen, ticks } of sets) {
      const indices = chosen === 'all' ? seriesOfStripe(run.dataset, { tenant, shard }) : chosen
      for (const i of indices)
        for (let tick = ticks[0]; tick <= ticks[1]; tick++) all.add(`tenant ${tenant}, series ${i}, tick ${tick}`)
    }
    return all
  }
}

const evidenceOf = ({ findings }: Judged, check: CheckName): Finding['evidence'] =>
  findings.find(f => f.check === check)?.evidence ?? []

/** A check found something of this kind. */
export const found = (judged: Judged, check: CheckName, kind: string): string | undefined =>
  evidenceOf(judged, check).some(e => e.kind === kind) ? undefined : `${check} found nothing of kind "${kind}"`

/** Every tenant had a window of downtime on this path that overlaps the fault from its injection to its recovery. */
export function downDuringFault(judged: Judged, path: PathName): string | undefined {
  const at = (phase: string) => judged.events.find(e => e.type === 'fault' && e.phase === phase)
  const begin = at('injected')
  const end = at('recovered')
  if (begin?.type !== 'fault' || end?.type !== 'fault') return 'the fault was not injected and recovered'
  const windows = evidenceOf(judged, 'availability').filter(e => e.kind === 'window' && e.data?.path === path)
  const hit = new Set(windows.filter(w => w.from! < end.at && w.to! > begin.at).map(w => w.tenant))
  const spared = judged.run.dataset.tenants.filter(t => !hit.has(t))
  return spared.length === 0 ? undefined : `${path} of ${spared.join(', ')} had no window of downtime during the fault`
}

/**
 * Every tenant had a window of writes whose bounds hold `ms`, and there was none on another path. What was held for `ms` still has to be
 * served, so the lower bound may exceed it by the longest that a write took before.
 */
export function writesStalledFor(judged: Judged, ms: number): string | undefined {
  const windows = evidenceOf(judged, 'availability').filter(e => e.kind === 'window')
  const others = windows.filter(w => w.data?.path !== 'writes')
  if (others.length > 0) return `a window on another path: ${others[0]!.text}`
  const stall = judged.events.find(e => e.type === 'defect')
  if (stall?.type !== 'defect') return 'the gateway held nothing'
  const before = judged.events.flatMap(e => (e.type === 'write' && e.end < stall.at ? [e.end - e.due] : []))
  const most = ms + Math.max(0, ...before)
  const holds = (w: (typeof windows)[number]) => Number(w.data?.atLeastMs) <= most && Number(w.data?.atMostMs) >= ms
  const spared = judged.run.dataset.tenants.filter(t => !windows.some(w => w.tenant === t && holds(w)))
  return spared.length === 0 ? undefined : `writes of ${spared.join(', ')}: no window whose bounds hold ${ms} ms`
}
