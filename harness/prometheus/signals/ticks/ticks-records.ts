import { z } from 'zod'
import type { RunInfo } from '../../../history/run-info.ts'

/** A scrape that the target answered. A side that never stores it may have been cut off, or may have failed: that is no loss by a move. */
export const ScrapeEvent = z.object({
  type: z.literal('scrape'),
  at: z.number(),
  /** Who asked: `vm`. */
  side: z.string(),
  /** The number of the tick that every series had. */
  tick: z.number().int(),
})
export type ScrapeEvent = z.infer<typeof ScrapeEvent>

/** A block as its meta.json says it, with the bytes of its folder and the SHA-256 of its index. */
const Block = z.object({
  ulid: z.string(),
  minTime: z.number().int(),
  maxTime: z.number().int(),
  series: z.number().int(),
  samples: z.number().int(),
  bytes: z.number().int(),
  index: z.string(),
})
export type Block = z.infer<typeof Block>

/** A stretch without ticks: the first and the last missing one, ms, and how many. */
const Hole = z.tuple([z.number().int(), z.number().int(), z.number().int()])
export type Hole = z.infer<typeof Hole>

/** What a series has of the ticks that were made. */
const SeriesHistory = z.object({
  series: z.string(),
  samples: z.number().int(),
  wrong: z.number().int(),
  holes: z.array(Hole),
})

/** A scraped tick that is stored: when, which, and how many series have it. */
const Stored = z.object({ at: z.number().int(), tick: z.number(), series: z.number().int() })
export type Stored = z.infer<typeof Stored>

/** A time of which a server answered too little, or not the right values. */
const Amiss = z.object({
  series: z.string(),
  from: z.number().int(),
  to: z.number().int(),
  expected: z.number().int(),
  found: z.number().int(),
})
export type Amiss = z.infer<typeof Amiss>

/** What tsdb-ticks prints of a folder. */
export const DiskReading = z.object({
  blocks: z.array(Block),
  history: z.array(SeriesHistory).nullable(),
  live: z.array(Stored),
})
export type DiskReading = z.infer<typeof DiskReading>

/** What was read of a TSDB at a moment, whole: from the disk while it was stopped, or from its blocks and its API while it ran. */
export const ReadingEvent = z.object({
  type: z.literal('reading'),
  at: z.number(),
  /** stopped: before the move, and what every later one is compared with. */
  moment: z.enum(['stopped', 'copied', 'moved', 'compacted', 'restarted']),
  side: z.string(),
  ...DiskReading.shape,
  /** Milliseconds that reading the disk took, and bytes of all files there. */
  took: z.number(),
  bytes: z.number().int(),
  /** What its API says, where it ran. */
  served: z
    .object({
      /** How many times of a day and series were asked for. */
      windows: z.number().int(),
      amiss: z.array(Amiss),
      /** When a rule recorded something, ms. */
      recorded: z.array(z.number()),
      /** Since when the alert is active, at each evaluation: when, and since when, ms. */
      active: z.array(z.tuple([z.number(), z.number()])),
      /** When the alert fired, ms. */
      firing: z.array(z.number()),
      /** How long the data were replayed at its start, and series of the head now. */
      replaySeconds: z.number(),
      headSeries: z.number(),
      walCorruptions: z.number(),
      compactions: z.number(),
      /** Blocks that a limit of the size or of the time has deleted. */
      sizeRetentions: z.number(),
      timeRetentions: z.number(),
      /** Bytes by its own word: blocks, and head with WAL. */
      blockBytes: z.number(),
      headBytes: z.number(),
    })
    .optional(),
})
export type ReadingEvent = z.infer<typeof ReadingEvent>
export type Moment = ReadingEvent['moment']

declare module '../../../history/events.ts' {
  interface EventTypes {
    scrape: ScrapeEvent
    reading: ReadingEvent
  }
}

/** The ticks that were made before the run: from, until (ms), one each `step` ms, in so many series. */
const Made = z.object({
  from: z.number().int(),
  until: z.number().int(),
  step: z.number().int(),
  series: z.number().int(),
})
export type Made = z.infer<typeof Made>

export const ticksFields = { made: Made }

/** The history of a run. @throws Error for a run of another product */
export function madeOf({ made }: RunInfo): Made {
  if (!made) throw new Error('run.json says nothing of the ticks that were made')
  return made
}

declare module '../../../history/run-info.ts' {
  interface RunInfo {
    made?: Made
  }
}
