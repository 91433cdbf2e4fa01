import type { EventTypes } from '../../harness/history/events.ts'
import type { RunInfo } from '../../harness/history/run-info.ts'

/** Milliseconds below which one latency is like another. */
export const QUICK = 50

/** What a line says of an event. Events of one stream that say the same one after the other are told together. */
export interface Told {
  at: number
  /** Whose events these are; those of other streams may come in between. Left out: it is told alone. */
  stream?: string
  /** What is done, and of what: `labels read of tenant-a`. */
  what: string
  /** Stripes or the like. Streams that differ in this alone are told together where they say the same. */
  part?: string
  /** What came of it: `acked`. */
  came: string
  /** Milliseconds that it took. */
  took?: number
  /** When the event is over, where it is a stretch of time: several of one stream are a longer one. */
  until?: number
}

/** How each type of event is told. Types that no worked history has are left out. */
export type Describers = { [T in keyof EventTypes]?: (event: EventTypes[T], run: RunInfo) => Told }
