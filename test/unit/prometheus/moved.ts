import type { HistoryEvent } from '../../../harness/history/events.ts'
import type { RunInfo } from '../../../harness/history/run-info.ts'
import type { Block, Made, ReadingEvent, Stored } from '../../../harness/prometheus/signals/ticks/ticks-records.ts'
import { SERIES, TICK } from '../../../harness/prometheus/ticks-plan.ts'
import { runOf } from '../checks/histories.ts'

/** A small move: four ticks of history in two series, scrapes of the machine from 12:01 on, and of the other side from its start on. */
export const BEGIN = Date.UTC(2026, 0, 1, 12)
export const made: Made = { from: BEGIN - 240_000, until: BEGIN, step: 60_000, series: 2 }
export const run: RunInfo = {
  ...runOf(),
  made,
  objectives: { ...runOf().objectives, allowances: { cutOver: 2000 } },
}

/** Ticks that were scraped each second from one moment to another, in seconds after 12:00. */
export const scraped = (from: number, to: number): Stored[] =>
  Array.from({ length: to - from + 1 }, (_, i) => {
    const at = BEGIN + (from + i) * 1000
    return { at, tick: at / TICK, series: SERIES }
  })

export const block = (minute: number, different: Partial<Block> = {}): Block => ({
  ulid: `block-${minute}`,
  minTime: made.from + minute * 60_000,
  maxTime: made.from + minute * 60_000 + 1,
  series: 2,
  samples: 2,
  bytes: 100,
  index: 'abc',
  ...different,
})

const whole = ['0', '1'].map(series => ({ series, samples: 4, wrong: 0, holes: [] }))

const SERVED: NonNullable<ReadingEvent['served']> = {
  windows: 2,
  amiss: [],
  recorded: [],
  active: [],
  firing: [],
  replaySeconds: 0.5,
  headSeries: 20,
  walCorruptions: 0,
  compactions: 0,
  sizeRetentions: 0,
  timeRetentions: 0,
  blockBytes: 1000,
  headBytes: 500,
}

/** What was read at a moment, seconds after 12:00. */
export const reading = (
  moment: ReadingEvent['moment'],
  second: number,
  different: Partial<Omit<ReadingEvent, 'served'>> & { served?: Partial<NonNullable<ReadingEvent['served']>> } = {},
): ReadingEvent => {
  const { served, ...rest } = different
  const running = moment !== 'stopped' && moment !== 'copied'
  return {
    type: 'reading',
    at: BEGIN + second * 1000,
    moment,
    side: moment === 'stopped' ? 'vm' : 'kubernetes',
    blocks: [0, 1, 2, 3].map(minute => block(minute)),
    history: whole,
    live: [],
    took: 100,
    bytes: 2000,
    ...(running && { served: { ...SERVED, ...served } }),
    ...rest,
  }
}

const pod = (name: string, phase: 'stopping' | 'ready', second: number): HistoryEvent => ({
  type: 'pod',
  pod: name,
  component: 'prometheus',
  phase,
  at: BEGIN + second * 1000,
})

/** The machine's server is restarted at 5 s, misses the ticks of 5 to 8, and stops after that of 20; the other side begins at 26. */
const before = [...scraped(1, 4), ...scraped(9, 20)]

/** A move in which nothing went wrong, with some readings changed. */
export const moved = (different: Partial<Record<ReadingEvent['moment'], Parameters<typeof reading>[2]>> = {}) => {
  const live = [...before, ...scraped(26, 60)]
  return [
    pod('vm/prometheus-0', 'stopping', 5),
    pod('vm/prometheus-0', 'ready', 5.5),
    pod('vm/prometheus-0', 'stopping', 20.5),
    reading('copied', 21, different.copied),
    pod('prometheus-0', 'ready', 22),
    reading('stopped', 27, { live: before, ...different.stopped }),
    reading('moved', 28, { live, ...different.moved }),
    reading('compacted', 50, { live, ...different.compacted }),
    reading('restarted', 60, { live, ...different.restarted }),
  ]
}
