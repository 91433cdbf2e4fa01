import type { CheckName, Evidence, Finding, Judged, NotTold, PathName } from '../harness/index.ts'
import { lostSamples, type SampleSet, seriesOf, seriesOfStripe } from '../harness/mimir/index.ts'

/**
 * What controls demand beyond "red": exactly these samples, a window of just this length. Each returns what contradicts it, or undefined.
 */

/**
 * Exactly these samples are lost, no more and no fewer.
 * @param among floats: of those alone. What the ring says of series is asked once, and series of other kinds begin later.
 */
export function lostExactly(
  { run, events }: Judged,
  expected: readonly SampleSet[],
  among: 'all' | 'floats' = 'all',
): string | undefined {
  const lost = keys(lostSamples(run, events))
  const wanted = keys(expected)
  if (wanted.size === 0) return 'no sample was predicted to be lost: the control did nothing'
  const missing = [...wanted].filter(k => !lost.has(k))
  const extra = [...lost].filter(k => !wanted.has(k))
  if (missing.length + extra.length === 0) return undefined
  return `${lost.size} samples lost, ${wanted.size} predicted: ${missing.length} of those are not lost (${missing[0] ?? '-'}), ${extra.length} others are (${extra[0] ?? '-'})`

  function keys(sets: readonly SampleSet[]): Set<string> {
    const all = new Set<string>()
    for (const { tenant, stripe, series: chosen, ticks } of sets) {
      const indices = chosen === 'all' ? seriesOfStripe(run.dataset, { tenant, stripe }) : chosen
      for (const i of indices.filter(i => among === 'all' || i < seriesOf(run.dataset, tenant)))
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

/** This zone alone lacks samples that can be read. */
export function lackedBy(judged: Judged, zone: string): string | undefined {
  const lacks = evidenceOf(judged, 'redundancy').map(e => e.data?.lacks)
  const told = JSON.stringify(lacks)
  return lacks.length > 0 && lacks.every(it => JSON.stringify(it) === JSON.stringify([zone]))
    ? undefined
    : `expected ${zone} alone to lack samples, got ${told}`
}

/** Pods have counted less than was acked of just those tenants that have lost samples. @param assertion its id */
export function countedLess(judged: Judged, assertion: string): string | undefined {
  const tenants = (check: CheckName, of: (e: Evidence) => boolean) =>
    [...new Set(evidenceOf(judged, check).flatMap(e => (of(e) && e.tenant !== undefined ? [e.tenant] : [])))].sort()
  const lost = tenants('loss', e => e.kind === 'lost')
  const short = tenants('assertions', e => e.data?.assertion === assertion)
  return lost.join() === short.join()
    ? undefined
    : `${assertion} is short of ${short.join()}, and ${lost.join()} lost samples`
}

/** Evidence of downtime; the rest tells what could not be measured. */
const RED: readonly string[] = ['window', 'errors', 'slow']

/** What may have been downtime, or want of CPU: nobody can tell. */
const EXCUSED: readonly string[] = ['uncertain', 'untold']

const excused = (said: string): NotTold => ({ notTold: `${said}, but a gap that the want of CPU explains` })

/**
 * What contradicts a reason, since these tenants had no window of it on this path: where each of them had a gap there that may have been that window, or want of
 * CPU, nobody can tell.
 */
function missed(
  judged: Judged,
  path: PathName,
  spared: readonly string[],
  what: string,
  mayBe: (gap: Evidence) => boolean = () => true,
): string | NotTold | undefined {
  if (spared.length === 0) return undefined
  const said = `${path} of ${spared.join(', ')} had no window of ${what}`
  const gaps = evidenceOf(judged, 'availability').filter(e => EXCUSED.includes(e.kind) && e.data?.path === path)
  return spared.every(t => gaps.some(gap => gap.tenant === t && mayBe(gap))) ? excused(said) : said
}

/** Requests on this path failed, or had a window of downtime, and no other path did. */
export function failedOn(judged: Judged, path: PathName): string | NotTold | undefined {
  const of = (kinds: readonly string[]) =>
    new Set(evidenceOf(judged, 'availability').flatMap(e => (kinds.includes(e.kind) ? [e.data?.path] : [])))
  const red = of(RED)
  red.delete(undefined)
  if (red.size === 1 && red.has(path)) return undefined
  const said = `availability was red on ${[...red].join(', ') || 'no path'}`
  return red.size === 0 && of(EXCUSED).has(path) ? excused(said) : said
}

/** Every tenant had a window of downtime on this path. */
export function downForAll(judged: Judged, path: PathName): string | NotTold | undefined {
  const hit = new Set(windowsOf(judged).flatMap(w => (w.data?.path === path ? [w.tenant] : [])))
  const spared = judged.run.tenants.filter(t => !hit.has(t))
  return missed(judged, path, spared, 'downtime')
}

/** Every tenant had a write that failed for this reason, in Mimir's own words. */
export function writesFailedWith({ run, events }: Judged, reason: string): string | undefined {
  const hit = new Set(
    events.flatMap(e => (e.type === 'write' && e.outcome !== 'acked' && e.error?.includes(reason) ? [e.tenant] : [])),
  )
  const spared = run.tenants.filter((_, tenant) => !hit.has(tenant))
  return spared.length === 0 ? undefined : `no write of ${spared.join(', ')} failed with "${reason}"`
}

/** A check found something of this kind of every tenant. */
export function foundOfAll(judged: Judged, check: CheckName, kind: string): string | undefined {
  const hit = new Set(evidenceOf(judged, check).flatMap(e => (e.kind === kind ? [e.tenant] : [])))
  const spared = judged.run.tenants.filter(t => !hit.has(t))
  return spared.length === 0 ? undefined : `${check} found nothing of kind "${kind}" of ${spared.join(', ')}`
}

/** Every tenant had a window of downtime on this path that overlaps the fault from its injection to its recovery. */
export function downDuringFault(judged: Judged, path: PathName): string | NotTold | undefined {
  const at = (phase: string) => judged.events.find(e => e.type === 'fault' && e.phase === phase)
  const begin = at('injected')
  const end = at('recovered')
  if (begin?.type !== 'fault' || end?.type !== 'fault') return 'the fault was not injected and recovered'
  const overlaps = (gap: Evidence) => gap.from! < end.at && gap.to! > begin.at
  const windows = windowsOf(judged).filter(w => w.data?.path === path)
  const hit = new Set(windows.filter(overlaps).map(w => w.tenant))
  const spared = judged.run.tenants.filter(t => !hit.has(t))
  return missed(judged, path, spared, 'downtime during the fault', overlaps)
}

/** Every tenant had a window of writes whose bounds hold `ms`, and there was none on another path. */
export function writesStalledFor(judged: Judged, ms: number): string | NotTold | undefined {
  const other = windowsOf(judged).find(w => w.data?.path !== 'writes')
  return other ? `a window on another path: ${other.text}` : stalledFor(judged, 'writes', ms)
}

/**
 * Every tenant had a window on this path whose bounds hold `ms`. What was held for `ms` still has to be served, all at once, so the lower bound may exceed it
 * by twice the longest that such an operation took before.
 */
export function stalledFor(judged: Judged, path: 'writes' | 'instant', ms: number): string | NotTold | undefined {
  const stall = judged.events.find(e => e.type === 'defect')
  if (stall?.type !== 'defect') return 'the gateway held nothing'
  const before = judged.events.flatMap(e => {
    const isOfPath = path === 'writes' ? e.type === 'write' : e.type === 'read' && e.path === path
    return isOfPath && 'due' in e && e.end < stall.at ? [e.end - e.due] : []
  })
  const most = ms + 2 * greatest(before)
  const holds = (w: Evidence) =>
    w.data?.path === path && Number(w.data.atLeastMs) <= most && Number(w.data.atMostMs) >= ms
  const windows = windowsOf(judged).filter(holds)
  const spared = judged.run.tenants.filter(t => !windows.some(w => w.tenant === t))
  return missed(judged, path, spared, `downtime whose bounds hold ${ms} ms`, holds)
}

const greatest = (numbers: readonly number[]): number => numbers.reduce((a, b) => Math.max(a, b), 0)

const windowsOf = (judged: Judged): Evidence[] => evidenceOf(judged, 'availability').filter(e => e.kind === 'window')

/** Writes of this stripe were slow for every tenant, and no other stripe was. */
export function onlySlow(judged: Judged, stripe: number): string | undefined {
  const slow = evidenceOf(judged, 'availability').filter(e => e.kind === 'slow')
  const other = slow.find(e => e.data?.path !== 'writes' || e.data?.stripe !== stripe)
  if (other) return `another stripe was slow: ${other.text}`
  const spared = judged.run.tenants.filter(t => !slow.some(e => e.tenant === t))
  return spared.length === 0 ? undefined : `writes of ${spared.join(', ')} on stripe ${stripe} were not slow`
}
