import type { Evidence, VerdictFile } from '../../../history/verdict.ts'
import { count, duration } from '../../text.ts'
import { type Bucket, bucketed, median } from '../buckets.ts'
import { failuresOf, type Lane, type Lanes } from '../lane-rows.ts'
import { type Markup, markup } from '../markup.ts'
import { bucketWidth, type Scale, span, width, x } from '../scale.ts'
import { stepArea, stepLine } from '../steps-path.ts'
import { type Group, key, rounded, type Track } from '../track.ts'

const legend = (complete: boolean): Markup =>
  markup`${key('ok', 'answered')}${key('bad', 'failed, below the line')}${key('p50', 'p50')}${key('max', 'max latency, log 1 ms to 10 s')}${key('window', complete ? 'beyond its objective' : 'beyond its objective, not all drawn')}${key('uncertain', 'uncertain, or not observed')}`

/** Kinds of evidence that prove nothing: gaps that CPU pressure explains, and times that nobody observed. */
const unsure: readonly string[] = ['uncertain', 'unobserved']

/** Evidence with both its ends. */
type Timed = Evidence & { from: number; to: number }

/** One group a path, one row a tenant: answers per bucket, failures, latency, and the windows that the availability check found. */
export function operations(verdict: VerdictFile, all: readonly Lanes[], scale: Scale): Group[] {
  const found = verdict.findings
    .flatMap(f => f.evidence)
    .flatMap(e => e.alike?.map((own): Evidence => ({ ...e, ...own })) ?? [e])
    .filter(
      (e): e is Timed => (e.kind === 'window' || unsure.includes(e.kind)) && e.from !== undefined && e.to !== undefined,
    )
    .sort((a, b) => a.from - b.from)
  // A check tells only the first of many evidences, and counts the others in one of kind `more`.
  const complete = !verdict.findings.some(f => f.check === 'availability' && f.evidence.some(e => e.kind === 'more'))
  return all.map(({ path, title, lanes }, i): Group => {
    const windows = found.filter(e => e.data?.path === path)
    return {
      title,
      ...(i === 0 && { legend: legend(complete) }),
      tracks: lanes.map(lane =>
        track(
          lane,
          windows.filter(e => lane.tenants.includes(e.tenant ?? '')),
          scale,
        ),
      ),
    }
  })
}

function track(lane: Lane, windows: readonly Timed[], scale: Scale): Track {
  const ends = lane.operations.map(o => o.end).sort((a, b) => a - b)
  const spacing = ends.length < 2 ? 0 : (ends.at(-1)! - ends[0]!) / (ends.length - 1)
  const step = bucketWidth(scale, spacing, 2)
  const buckets = bucketed(lane.operations, step, Math.max(1, Math.ceil(span(scale) / step)))
  const failed = failuresOf(lane)
  const latencies = lane.operations.map(o => o.latency).sort((a, b) => a - b)
  const causes = [...lane.causes]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 3)
    .map(([cause, n]) => (n === failed ? cause : `${cause} ×${count(n)}`))
  const [p50, max] = [median(latencies) ?? 0, latencies.at(-1) ?? 0]
  return {
    label: lane.label,
    notes: [
      `${count(ends.length - failed - lane.limited)} ok`,
      ...(lane.limited > 0 ? [`${count(lane.limited)} limited, as expected`] : []),
      ...(failed > 0 ? [`✗ ${count(failed)}: ${causes.join(', ')}`] : []),
      `p50 ${duration(p50)} · max ${duration(max)}`,
    ],
    height: HEIGHT,
    marks: drawn(buckets, step, windows, scale),
    data: {
      name: `${lane.path} · ${lane.label}`,
      step,
      fields: [
        ['ok', '', buckets.map(b => b.ok)],
        ['failed', '', buckets.map(b => b.failed)],
        ['p50', 'ms', buckets.map(b => rounded(b.p50))],
        ['max', 'ms', buckets.map(b => rounded(b.max))],
      ],
    },
  }
}

const HEIGHT = 54
/** Latency is drawn above this line, 7 pixels a decade and 1 ms just on it. */
const LATENCY = 31
/** Answers are drawn up from this line, failures down from the next; the usual number of them in a bucket is 6 pixels high. */
const ANSWERED = 42

const latencyHeight = (ms: number | undefined): number =>
  ms === undefined ? 0 : 1 + 7 * Math.min(4, Math.max(0, Math.log10(ms)))

function drawn(buckets: readonly Bucket[], step: number, windows: readonly Timed[], scale: Scale): Markup {
  const usual =
    median(
      buckets
        .map(b => b.ok + b.failed)
        .filter(n => n > 0)
        .sort((a, b) => a - b),
    ) ?? 1
  const paths: [kind: string, path: string][] = [
    [
      'max',
      stepArea(
        buckets.map(b => latencyHeight(b.max)),
        LATENCY,
      ),
    ],
    ['p50', stepLine(buckets.map(b => (b.p50 === undefined ? undefined : LATENCY - latencyHeight(b.p50))))],
    [
      'ok',
      stepArea(
        buckets.map(b => b.ok && Math.min(9, Math.max(1.5, (b.ok / usual) * 6))),
        ANSWERED,
      ),
    ],
    [
      'bad',
      stepArea(
        buckets.map(b => b.failed && -Math.min(9, Math.max(3, (b.failed / usual) * 6))),
        ANSWERED + 1,
      ),
    ],
  ]
  const grid = [10, 1000].map(ms => LATENCY - latencyHeight(ms))
  return markup`${grid.map(y => markup`<line x2="100%" y1="${y}" y2="${y}" class="grid"/>`)}${windows.map(w => box(w, scale))}<svg width="${width(scale, buckets.length * step)}" height="${HEIGHT}" viewBox="0 0 ${buckets.length} ${HEIGHT}" preserveAspectRatio="none">${paths.map(([kind, path]) => path !== '' && markup`<path d="${path}" class="${kind}"/>`)}</svg>${lengths(windows, scale)}`
}

/** Behind the answers: a box over the time without any, so that its ends can be compared with the bars. */
const box = ({ kind, from, to, text }: Timed, scale: Scale): Markup =>
  markup`<rect x="${x(scale, from)}" width="${width(scale, to - from)}" y="${LATENCY + 2}" height="${ANSWERED - LATENCY - 2}" class="${kind}" data-tip="${text}"/>`

/** How long each was, as far as there is room for it. */
function lengths(windows: readonly Timed[], scale: Scale): Markup[] {
  let free = -Infinity
  return windows.flatMap(({ kind, from, to }) => {
    const late = to > scale.to - ROOM * span(scale)
    const [at, end] = late ? [from - ROOM * span(scale), from] : [to, to + ROOM * span(scale)]
    if (at < free) return []
    free = end
    return markup`<text x="${x(scale, late ? from : to)}" dx="${late ? -5 : 5}" y="${HEIGHT - 2}" class="label found of-${kind}${late && ' end'}">${duration(to - from)}${unsure.includes(kind) && ' ?'}</text>`
  })
}

/** The part of the scale that such a label takes. */
const ROOM = 0.07
