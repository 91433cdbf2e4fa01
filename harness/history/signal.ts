import type { z } from 'zod'
import type { HistoryEvent } from './events.ts'
import type { RunInfo } from './run-info.ts'
import type { Evidence, Exclusion, Finding } from './verdict.ts'

/** One request that had to be answered. Times are milliseconds. */
export interface Operation {
  /** When it should have begun; latency counts from here. */
  due: number
  start: number
  end: number
  ok: boolean
  /** What went wrong; empty where nothing did. */
  error: string
  /** Where it failed, and it is known: to which pod it went, and that this one gave no answer (response.ts). */
  pod?: string
  unanswered?: true
  /** Which stripes of the data it was for, where it was for some. */
  stripes?: readonly number[] | undefined
  /** A limit refused it, which its tenant has to expect. */
  limited?: true
}

/** One good or failed look of a client. */
export interface StreamRecord {
  /** Which part of the stream: one of `parts`. */
  part: string
  from: number
  to: number
  ok: boolean
}

/** What clients of a run see over time on one path. Judge, coverage, report and their tests know streams by this alone. */
export interface Stream {
  /** The path: `writes`, `instant`. No two streams have the same. */
  name: string
  /** What the report calls it: `Reads: instant`. */
  title: string
  /** What it is called in the names of numbers. Default its name. */
  number?: string
  /**
   * moments: requests that come again and again. whole: one record of a client that worked all the time, made at its end. samples: reads after the load, which have to
   * hold all that was acknowledged.
   */
  covers: 'moments' | 'whole' | 'samples'
  /**
   * What the run was to have of it, in words of a finding: `instant of tenant-a`. None where it was to have no such stream.
   * @param setups events that a stream said something about what is to come with: those of `announces`
   */
  parts(run: RunInfo, setups: readonly HistoryEvent[]): string[]
  /** Whether an event says what the stream is to have. */
  announces?(event: HistoryEvent): boolean
  /** What an event says of it; undefined for events of other streams. */
  record(run: RunInfo, event: HistoryEvent): StreamRecord | undefined
  /** The same event, had its request failed. */
  failed(event: HistoryEvent): HistoryEvent
  /** The requests in an event, and the tenant that they were for; undefined for events of other streams, and for what did not reach the cluster. Drawn as a lane of the report. */
  operations?(run: RunInfo, event: HistoryEvent): { tenant: number; operations: Operation[] } | undefined
  /** Clients live on this path and ask at a fixed spacing: a time without a success is downtime. */
  timed?: boolean
}

/** Judges a part of what a run saw, by its history alone. */
export interface Check {
  /**
   * Undefined where the run has nothing of the kind.
   * @param streams all that the run may have: a machine without CPU is slow on each
   */
  judge(run: RunInfo, events: readonly HistoryEvent[], streams: readonly Stream[]): Finding | undefined
  /** What a valid finding of it excludes: a zero comes with its resolution. Asked for no other. */
  excludes(run: RunInfo, events: readonly HistoryEvent[], streams: readonly Stream[]): Exclusion[]
  /** It asks whether something came in time: a machine without CPU excuses that. */
  timed?: boolean
}

/** Numbers of several runs that are added up: those that count what went wrong, of those that count all. */
export interface Sum {
  name: string
  bad: readonly string[]
  of: readonly string[]
}

/** A table of the report. A head that begins with # is a column of numbers. */
export interface Table {
  title: string
  heads: string[]
  rows: string[][]
}

/** Something a client sees over time, as those know it who judge and report: what it records, the streams that makes, the checks of it, its words. */
export interface Signal {
  /** `ledger`, `k6`: steps and run.json call it so. */
  readonly name: string
  /** Schemas of what it records in the history. Their types are added to EventTypes. */
  readonly records: readonly z.ZodObject[]
  /** Schemas of what it adds to run.json. Their types are added to RunInfo. */
  readonly fields?: z.ZodRawShape
  readonly streams: readonly Stream[]
  /** By name, in the order of the report. The names are added to CheckNames. */
  readonly checks?: Readonly<Record<string, Check>>
  /** What is missing for a verdict beside what every stream has to have: evidence of check `coverage`. */
  missing?(run: RunInfo, events: readonly HistoryEvent[]): Evidence[]
  /** What a run could not look at, and why, in sentences. */
  notLookedAt?(events: readonly HistoryEvent[]): string[]
  /** What that demands, in words: `at least 1,000 acked samples`. */
  demands?(run: RunInfo): string[]
  /** What it measured beside its streams' latencies, with the unit in each name. */
  numbers?(run: RunInfo, events: readonly HistoryEvent[]): Record<string, number>
  /** What is demanded of its paths where a scenario says nothing, by path. */
  readonly objectives?: Readonly<Record<string, PathDefault>>
  /** What it allows beside that over a whole run, by name. The names are added to AllowanceNames. */
  readonly allowances?: Readonly<Record<string, Allowance>>
  /** Numbers that people compare between runs. */
  readonly compared?: readonly string[]
  readonly sums?: readonly Sum[]
  tables?(events: readonly HistoryEvent[]): Table[]
  /** What the head of the report says of it: name and value. */
  facts?(run: RunInfo): [name: string, value: string][]
}

/** What is demanded of a path where nothing is said. Times are milliseconds. */
export interface PathDefault {
  /** The longest gap and the latency, or the path that it is like. */
  usual: number | { like: string }
  /** What may be allowed at most outside of a fault. */
  most: number
  /** No shorter gap than two of its operations is demanded of anybody: with many tenants the product makes them more rarely. */
  sparse?: true
}

/** The defaults of all paths of some signals, in their order. */
export const pathDefaults = (signals: readonly Signal[]): Readonly<Record<string, PathDefault>> =>
  Object.assign({}, ...signals.map(s => s.objectives))

/** What may be allowed of each path at most outside of a fault, in milliseconds. */
export const pathsOf = (signals: readonly Signal[]): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(pathDefaults(signals)).map(([path, { most }]) => [path, most]))

/** What a signal allows over a whole run. */
export interface Allowance {
  /** Milliseconds where a scenario says nothing; left out, it is told and not judged then. */
  usual?: number
}

/** What some signals allow beside their paths, by name. */
export const allowancesOf = (signals: readonly Signal[]): Readonly<Record<string, Allowance>> =>
  Object.assign({}, ...signals.map(s => s.allowances))

/** All streams of some signals. */
export const streamsOf = (signals: readonly Signal[]): Stream[] => signals.flatMap(s => s.streams)

/** The names of checks that every run has. */
export interface CoreCheckNames {
  availability: true
  neighbours: true
  gates: true
  expectations: true
  faults: true
  pods: true
  coverage: true
}
/** The names of checks. A signal adds its own by declaration merging. */
export interface CheckNames extends CoreCheckNames {}
export type CheckName = keyof CheckNames

/** The paths on which clients live, and on which something can be demanded. A signal adds its own by declaration merging. */
// biome-ignore lint/suspicious/noEmptyInterface: signals fill it
export interface PathNames {}
export type PathName = keyof PathNames

/** What signals allow beside paths. A signal adds its own by declaration merging. */
// biome-ignore lint/suspicious/noEmptyInterface: signals fill it
export interface AllowanceNames {}
export type AllowanceName = keyof AllowanceNames
