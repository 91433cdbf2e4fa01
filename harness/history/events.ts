import { z } from 'zod'
import { answered } from './answered.ts'
import { AlertingEvent, AlertsEvent, ArchiveEvent, K6Event, NotificationEvent, WitnessEvent } from './companions.ts'

/**
 * Everything that happens in a run, one JSON object a line in history.ndjson, in the order in which it was recorded.
 * Checks and reports see nothing else (and run.json). All times are milliseconds since the Unix epoch by one monotonic clock.
 */

/** An inclusive range of ticks. */
const Ticks = z.tuple([z.number().int(), z.number().int()])
export type Ticks = z.infer<typeof Ticks>

/**
 * acked: 2xx. rejected: 4xx but 429, possibly stored in part. limited: 429, stored or not. unknown: 5xx, timeout, reset: stored or not.
 * For reads: `ok` is 2xx with a body that could be read, `limited` 429; everything else is `failed`.
 */
export const WriteOutcome = z.enum(['acked', 'rejected', 'limited', 'unknown'])
export type WriteOutcome = z.infer<typeof WriteOutcome>

/** One remote-write request: all series of a shard, for consecutive ticks. */
export const WriteEvent = z.object({
  type: z.literal('write'),
  tenant: z.number().int(),
  shard: z.number().int(),
  ticks: Ticks,
  /** `due` is when the first tick should have been sent. */
  ...answered,
  outcome: WriteOutcome,
})
export type WriteEvent = z.infer<typeof WriteEvent>

/** Something in an answer that no correct Mimir gives. `series` is the index in the label, where there was one. */
export const Anomaly = z.discriminatedUnion('kind', [
  /** A sample of ours with another value. */
  z.object({ kind: z.literal('corrupt'), series: z.number(), tick: z.number(), expected: z.number(), got: z.string() }),
  /** A series of another tenant in this tenant's answer. */
  z.object({ kind: z.literal('foreign'), owner: z.string(), labels: z.string(), samples: z.number() }),
  /** A series or timestamp that nobody wrote. */
  z.object({ kind: z.literal('phantom'), labels: z.string(), timestamp: z.number(), got: z.string() }),
  /** Two values (or two copies of the series) for one series and timestamp in one answer. */
  z.object({ kind: z.literal('duplicate'), series: z.number(), tick: z.number(), got: z.array(z.string()) }),
])
export type Anomaly = z.infer<typeof Anomaly>

/**
 * What an answer held: for a group of series of the read's shard, the ticks present with the right value.
 * `series` undefined = every series of the shard (the common case, a few bytes); else these indices.
 * A series in no group was absent.
 */
export const Seen = z.object({ series: z.array(z.number().int()).optional(), ticks: z.array(Ticks) })
export type Seen = z.infer<typeof Seen>

/**
 * instant: raw samples by a range selector. range: query_range. labels: label values. rules: the recorded series.
 * cross: reads as one tenant what is labelled as another's. final: every sample from the heads. store: every sample from blocks alone.
 */
export const ReadPath = z.enum(['instant', 'range', 'labels', 'rules', 'cross', 'final', 'store'])
export type ReadPath = z.infer<typeof ReadPath>

export const ReadEvent = z.object({
  type: z.literal('read'),
  path: ReadPath,
  tenant: z.number().int(),
  ...answered,
  outcome: z.enum(['ok', 'limited', 'failed']),
  /** Sample reads: which shard, and the timestamps asked for, `from` exclusive and `to` inclusive (as PromQL's range selectors). */
  shard: z.number().int().optional(),
  window: z.object({ from: z.number(), to: z.number() }).optional(),
  seen: z.array(Seen).optional(),
  anomalies: z.array(Anomaly).optional(),
  /** labels: the values found. rules: evaluation timestamps found (ms). */
  values: z.array(z.union([z.string(), z.number()])).optional(),
})
export type ReadEvent = z.infer<typeof ReadEvent>

/** Something the run had to wait for that no setting of Mimir shortens below `builtIn`. */
const WaitEvent = z.object({
  type: z.literal('wait'),
  for: z.string(),
  from: z.number(),
  to: z.number(),
  /** Milliseconds that Mimir, or the document that is followed, makes one wait for this at most. */
  builtIn: z.number(),
  /** Where that is written. */
  because: z.string(),
})

/** An expression as a document prints it, and why a real Prometheus refuses it. */
const DocumentEvent = z.object({
  type: z.literal('document'),
  at: z.number(),
  where: z.string(),
  expr: z.string(),
  refusal: z.string().optional(),
})

/** A step of the scenario. `ref` is the document and section it comes from. */
export const StepEvent = z.object({
  type: z.literal('step'),
  step: z.string(),
  phase: z.enum(['begin', 'done', 'failed', 'skipped']),
  at: z.number(),
  ref: z.string().optional(),
  /** begin: pods that it may lose. */
  mayDie: z.array(z.string()).readonly().optional(),
  /** Why it failed or was skipped. */
  detail: z.string().optional(),
})
export type StepEvent = z.infer<typeof StepEvent>

/**
 * injecting -> injected -> effective (proved) -> recovering -> recovered (proved). `failed` names the phase that could not be proved
 * in `detail`. Each proof is a sentence with what was observed.
 */
export const FaultEvent = z.object({
  type: z.literal('fault'),
  /** Unique in the run, e.g. `kill-pod#1`. */
  id: z.string(),
  kind: z.string(),
  /** How the command line asked for it; the scenario's own faults have none. */
  asked: z.string().optional(),
  pods: z.array(z.string()),
  phase: z.enum(['injecting', 'injected', 'effective', 'recovering', 'recovered', 'failed']),
  at: z.number(),
  detail: z.string().optional(),
})
export type FaultEvent = z.infer<typeof FaultEvent>

/** failed: there was data, and it was not as wanted until the deadline. unanswered: there never was any, so nothing is disproved. */
export const GateEvent = z.object({
  type: z.literal('gate'),
  gate: z.string(),
  expr: z.string(),
  /** The predicate in words: "= 3". */
  wants: z.string(),
  phase: z.enum(['waiting', 'held', 'failed', 'unanswered']),
  at: z.number(),
  /** What the expression gave last, and how many targets were scraped. */
  seen: z.string().optional(),
})
export type GateEvent = z.infer<typeof GateEvent>

/** A step's own assertion, once it is known whether it is true. */
const ExpectationEvent = z.object({
  type: z.literal('expectation'),
  at: z.number(),
  /** What was expected, in words. */
  what: z.string(),
  met: z.boolean(),
  /** What was seen instead, where it was not met. */
  seen: z.string().optional(),
})

/** A step made another topology true. */
const ApplyEvent = z.object({
  type: z.literal('apply'),
  at: z.number(),
  /** What it changes of pods, routes and overrides: `roll querier-0`. */
  changes: z.array(z.string()),
  /** The step said beforehand that nothing would change. */
  unchanged: z.boolean(),
})

/** What a pod was asked, or waited for, before it was told to stop. */
const PreStopEvent = z.object({
  type: z.literal('pre-stop'),
  pod: z.string(),
  /** `POST /ingester/shutdown`, `sleep 3 s`. */
  hook: z.string(),
  from: z.number(),
  to: z.number(),
  status: z.number().int().optional(),
  /** Why there was no answer. */
  error: z.string().optional(),
})

/** Routes of the gateway after an atomic switch. */
const RouteEvent = z.object({
  type: z.literal('route'),
  at: z.number(),
  routes: z.record(z.string(), z.array(z.string())),
})

export const PodEvent = z.object({
  type: z.literal('pod'),
  pod: z.string(),
  component: z.string(),
  zone: z.string().optional(),
  /** died: it exited when nobody asked it to. */
  phase: z.enum(['starting', 'ready', 'stopping', 'killed', 'paused', 'resumed', 'exited', 'died']),
  at: z.number(),
  detail: z.string().optional(),
  /** died: it got no more memory, by a limit of its own or because the machine had none. */
  outOfMemory: z.enum(['limit', 'machine']).optional(),
  /** died: the name by which the running step may lose it. */
  allowedBy: z.string().optional(),
  /** died: the last lines of its log. */
  lines: z.array(z.string()).optional(),
})
export type PodEvent = z.infer<typeof PodEvent>

/** Members of a ring by state, recorded when it changes. */
const RingEvent = z.object({
  type: z.literal('ring'),
  ring: z.string(),
  at: z.number(),
  states: z.record(z.string(), z.number().int()),
})

/** A planted defect that fired: the request it hit, as the client labelled it. */
const DefectEvent = z.object({
  type: z.literal('defect'),
  defect: z.string(),
  at: z.number(),
  tenant: z.number().int().optional(),
  shard: z.number().int().optional(),
  ticks: Ticks.optional(),
  detail: z.string().optional(),
})

/** How the measuring instrument itself did, each second: a late event loop widens every bound. */
export const HarnessEvent = z.object({
  type: z.literal('harness'),
  at: z.number(),
  /** Longest event-loop delay since the last one, ms. */
  delay: z.number(),
  /** CPU of the harness process since the last one, ms. */
  cpu: z.number(),
  /** Resident memory, bytes. */
  rss: z.number(),
})
export type HarnessEvent = z.infer<typeof HarnessEvent>

/**
 * A stretch of about 100 ms in which this machine had too little CPU: for `ms` of it programs that could have run did not, because others
 * did, or because the hypervisor had taken a CPU away. All pods share the machine, so this says nothing about Mimir.
 */
export const StarvedEvent = z.object({ type: z.literal('starved'), from: z.number(), to: z.number(), ms: z.number() })
export type StarvedEvent = z.infer<typeof StarvedEvent>

/** A time series from the observer, copied at the end of the run so that the report needs no Prometheus. */
export const MetricEvent = z.object({
  type: z.literal('metric'),
  /** writes | queries (per second) | up | restarts ... */
  metric: z.string(),
  pod: z.string(),
  /** Where the metric counts a tenant's. */
  tenant: z.string().optional(),
  /** [ms, value] */
  points: z.array(z.tuple([z.number(), z.number()])),
})
export type MetricEvent = z.infer<typeof MetricEvent>

/** The last word on a scenario's course: `aborted` with the reason when it could not go on. */
export const EndEvent = z.object({
  type: z.literal('end'),
  at: z.number(),
  outcome: z.enum(['completed', 'aborted', 'interrupted']),
  detail: z.string().optional(),
})
export type EndEvent = z.infer<typeof EndEvent>

/** Free facts a control or check needs later, e.g. the series a ring lookup predicted to be lost. */
const FactEvent = z.object({ type: z.literal('fact'), fact: z.string(), at: z.number(), value: z.unknown() })

export const HistoryEvent = z.discriminatedUnion('type', [
  WriteEvent,
  ReadEvent,
  ArchiveEvent,
  WaitEvent,
  DocumentEvent,
  StepEvent,
  FaultEvent,
  GateEvent,
  ExpectationEvent,
  ApplyEvent,
  PreStopEvent,
  RouteEvent,
  PodEvent,
  RingEvent,
  DefectEvent,
  HarnessEvent,
  StarvedEvent,
  MetricEvent,
  K6Event,
  EndEvent,
  FactEvent,
  AlertingEvent,
  AlertsEvent,
  NotificationEvent,
  WitnessEvent,
])
export type HistoryEvent = z.infer<typeof HistoryEvent>
