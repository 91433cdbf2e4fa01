import type { Assertion, AssertionEvent, Unseen } from '../history/assertion.ts'
import type { Recorder } from '../history/recorder.ts'
import { reason } from '../util/errors.ts'
import { lasting } from './assertion-spec.ts'
import type { Observer } from './observer.ts'

/** Milliseconds that an answer at a moment looks back: it is asked each second, so nothing is between two answers. */
const WINDOW = 2000
/** Prometheus answers at most 11,000 points a series. */
const MOST_POINTS = 10_000

/** The time in which a process of a pod lived, ms. */
export interface Life {
  pod: string
  from: number
  to: number
}

/** What assertions are asked of. All times are milliseconds. */
export interface AssertedRun {
  /** When the run began, when its load did, when that was over, and now. */
  startedAt: number
  loadBegin: number
  loadEnd: number
  now: number
  /** Processes of pods that ended. */
  lives: readonly Life[]
}

type Asked = Pick<Observer, 'query' | 'queryRange'>

/** Asks every assertion of a run whose load is over, and records the answers. What can not be asked is recorded, too, and proves nothing. */
export async function askAssertions(
  assertions: readonly Assertion[],
  observer: Asked,
  recorder: Recorder,
  run: AssertedRun,
): Promise<void> {
  for (const assertion of assertions) {
    const asked = 'most' in assertion.bound ? always(assertion, assertion.bound.most, run) : once(assertion, run)
    const { record } = asked
    const answer = await asked.ask(observer).catch(thrown => ({ series: 0, moments: 0, error: reason(thrown) }))
    recorder.record({ ...record, beyond: [], values: [], unseen: [], ...answer })
  }
}

type Head = Pick<AssertionEvent, 'type' | 'assertion' | 'at' | 'expr' | 'from' | 'to' | 'step' | 'window'>
type Answer = Omit<AssertionEvent, keyof Head | 'beyond' | 'values' | 'unseen'> & Partial<AssertionEvent>

interface Question {
  record: Head
  ask(observer: Asked): Promise<Answer>
}

/** At each second of the load. */
function always({ id, expr: wanted }: Assertion, most: number, { loadBegin, loadEnd, now }: AssertedRun): Question {
  // What failed before the load began is no part of the first answer.
  const [from, to] = [loadBegin + WINDOW, Math.max(loadEnd, loadBegin + WINDOW)]
  const step = Math.max(1000, Math.ceil((to - from) / MOST_POINTS / 1000) * 1000)
  const window = Math.max(WINDOW, step)
  const expr = lasting(wanted, `${window / 1000}s`)
  return {
    record: { type: 'assertion', assertion: id, at: now, expr, from, to, step, window },
    async ask(observer) {
      const all = await observer.queryRange(expr, from, to, step)
      const beyond = all.map(({ labels, points }) => ({ labels, points: points.filter(([, value]) => value > most) }))
      return {
        series: all.length,
        moments: new Set(all.flatMap(s => s.points.map(([at]) => at))).size,
        beyond: beyond.filter(s => s.points.length > 0),
      }
    },
  }
}

/**
 * Once for all of the run, at its last whole second: `total` sums up at whole seconds, so a scrape after it is in no sum, and must not count as one that saw
 * everything.
 */
function once({ id, expr: wanted, pods }: Assertion, asked: AssertedRun): Question {
  const run = { ...asked, now: Math.floor(asked.now / 1000) * 1000 }
  const { startedAt, now } = run
  const expr = lasting(wanted, `${WINDOW / 1000}s`, `${Math.ceil((now - startedAt) / 1000)}s`)
  return {
    record: { type: 'assertion', assertion: id, at: now, expr, from: startedAt, to: now },
    async ask(observer) {
      const answer = await observer.query(expr, now)
      return {
        series: answer.length,
        moments: answer.length > 0 ? 1 : 0,
        values: answer.map(({ labels, value }) => ({ labels, value })),
        unseen: await unseenOf(observer, pods, run),
      }
    },
  }
}

/** The times in which these pods, and any that no scrape ever met, may have counted what nobody saw. */
async function unseenOf(observer: Asked, pods: string, { startedAt, loadEnd, now, lives }: AssertedRun) {
  const step = Math.max(1000, Math.ceil((now - startedAt) / MOST_POINTS / 1000) * 1000)
  // Steps end at that second, too.
  const begin = now - Math.ceil((now - startedAt) / step) * step
  // The moment of the last scrape, where that was good, at each second: `timestamp` of anything but a selector is that of the query.
  const ups = await observer.queryRange('timestamp(up) and (up == 1)', begin, now, step)
  const ours = new Set((await observer.queryRange(`up${pods}`, begin, now, step)).map(s => s.labels.pod))
  const scrapes = Map.groupBy(
    ups.flatMap(({ labels, points }) => points.map(([, at]) => ({ pod: labels.pod ?? '', at: at * 1000 }))),
    s => s.pod,
  )
  const lastIn = ({ pod, from, to }: Life): Unseen => {
    const last = scrapes.get(pod)?.findLast(s => s.at >= from && s.at <= to)
    return { pod, from: last?.at ?? from, to }
  }
  const ended = lives.filter(({ pod }) => ours.has(pod) || !scrapes.has(pod)).map(lastIn)
  // Who lives on was scraped again since the load ended; else what it counted last was not seen.
  const late = [...ours].flatMap(pod => {
    const last = scrapes.get(pod ?? '')?.at(-1)?.at
    const isOver = ended.some(e => e.pod === pod && e.from === last)
    return pod === undefined || isOver || (last !== undefined && last >= loadEnd)
      ? []
      : [{ pod, from: last ?? startedAt, to: loadEnd }]
  })
  return [...ended, ...late]
}
