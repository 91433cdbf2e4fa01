import { z } from 'zod'
import { AssertionEvent } from './assertion.ts'

/**
 * Everything that happens in a run, one JSON object a line in history.ndjson, in the order in which it was recorded.
 * Checks and reports see nothing else (and run.json). All times are milliseconds since the Unix epoch by one monotonic clock.
 */

/** An inclusive range of ticks. */
export const Ticks = z.tuple([z.number().int(), z.number().int()])
export type Ticks = z.infer<typeof Ticks>

/** Something the run had to wait for that no setting of the subject shortens below `builtIn`. */
const WaitEvent = z.object({
  type: z.literal('wait'),
  for: z.string(),
  from: z.number(),
  to: z.number(),
  /** Milliseconds that the subject, or the document that is followed, makes one wait for this at most. */
  builtIn: z.number(),
  /** Where that is written. */
  because: z.string(),
})
type WaitEvent = z.infer<typeof WaitEvent>

/** An expression as a document prints it, and why a real Prometheus refuses it. */
const DocumentEvent = z.object({
  type: z.literal('document'),
  at: z.number(),
  where: z.string(),
  expr: z.string(),
  refusal: z.string().optional(),
})
type DocumentEvent = z.infer<typeof DocumentEvent>

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
  requested: z.string().optional(),
  pods: z.array(z.string()),
  phase: z.enum(['injecting', 'injected', 'effective', 'recovering', 'recovered', 'failed']),
  at: z.number(),
  detail: z.string().optional(),
  /** failed: what was to be proved was seen to be otherwise. */
  disproved: z.boolean().optional(),
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
  /** failed: how many targets were not scraped in the last seconds, so that what was seen is old. */
  stale: z.number().int().optional(),
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
type ExpectationEvent = z.infer<typeof ExpectationEvent>

/** A step made another topology true. */
const ApplyEvent = z.object({
  type: z.literal('apply'),
  at: z.number(),
  /** What it changes of pods, routes and overrides: `roll store-0`. */
  changes: z.array(z.string()),
  /** The step said beforehand that nothing would change. */
  unchanged: z.boolean(),
})
type ApplyEvent = z.infer<typeof ApplyEvent>

/** What a pod was asked, or waited for, before it was told to stop. */
const PreStopEvent = z.object({
  type: z.literal('pre-stop'),
  pod: z.string(),
  /** `POST /shutdown`, `sleep 3 s`. */
  hook: z.string(),
  from: z.number(),
  to: z.number(),
  status: z.number().int().optional(),
  /** Why there was no answer. */
  error: z.string().optional(),
})
type PreStopEvent = z.infer<typeof PreStopEvent>

/** Routes of the gateway after an atomic switch. */
const RouteEvent = z.object({
  type: z.literal('route'),
  at: z.number(),
  routes: z.record(z.string(), z.array(z.string())),
})
type RouteEvent = z.infer<typeof RouteEvent>

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

/**
 * A time in which nobody saw what became of pods: from the last good look at all of them to this one, which failed, or is the first good one again. There is
 * one for each look that fails; those with the same `from` are one time.
 */
export const UnwatchedEvent = z.object({
  type: z.literal('unwatched'),
  from: z.number(),
  to: z.number(),
  /** Milliseconds from one look to the next, where nothing fails. */
  interval: z.number(),
  /** Why the look failed. */
  error: z.string().optional(),
  /** A good look: pods that ended since the last one, in a way of which nobody can say afterwards whether they had died. */
  ended: z.array(z.string()).readonly().optional(),
})
export type UnwatchedEvent = z.infer<typeof UnwatchedEvent>

/** Members of a ring by state, recorded when it changes. */
const RingEvent = z.object({
  type: z.literal('ring'),
  ring: z.string(),
  at: z.number(),
  states: z.record(z.string(), z.number().int()),
})
type RingEvent = z.infer<typeof RingEvent>

/** A hit of a gateway defect: the request, as the client labelled it. */
const DefectEvent = z.object({
  type: z.literal('defect'),
  defect: z.string(),
  at: z.number(),
  tenant: z.number().int().optional(),
  stripe: z.number().int().optional(),
  ticks: Ticks.optional(),
  detail: z.string().optional(),
})
type DefectEvent = z.infer<typeof DefectEvent>

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

/** Who had the CPUs of this machine in a stretch of time: milliseconds of one CPU. Whoever had none is left out. */
const CpuUse = z.object({
  /** By pod. */
  pods: z.record(z.string(), z.number()),
  /** What belongs to the run and is no pod, by its program's name: the harness, its gateway, the observer. */
  instruments: z.record(z.string(), z.number()),
  /** Programs outside of this run. */
  outside: z.number(),
  /** Taken by the hypervisor. */
  stolen: z.number(),
  /** CPUs of this machine. */
  cpus: z.number().int(),
})
export type CpuUse = z.infer<typeof CpuUse>

/** Who had the CPUs in about a second. */
export const CpuUseEvent = z.object({ type: z.literal('cpu-use'), from: z.number(), to: z.number(), use: CpuUse })
export type CpuUseEvent = z.infer<typeof CpuUseEvent>

/**
 * A stretch of about 100 ms in which this machine had too little CPU: for `ms` of it programs that could have run did not, because others
 * did, or because the hypervisor had taken a CPU away.
 */
export const CpuPressureEvent = z.object({
  type: z.literal('cpu-pressure'),
  from: z.number(),
  to: z.number(),
  ms: z.number(),
  /** Left out where the kernel does not tell. */
  use: CpuUse.optional(),
})
export type CpuPressureEvent = z.infer<typeof CpuPressureEvent>

/** A time series from the observer, copied at the end of the run so that the report needs no Prometheus. */
export const MetricEvent = z.object({
  type: z.literal('metric'),
  /** writes | queries (per second) | up | restarts ... */
  metric: z.string(),
  pod: z.string(),
  /** Where the metric counts a tenant's. */
  tenant: z.string().optional(),
  /** What is written behind its values, and whether the report shows it unfolded. */
  unit: z.string().optional(),
  unfolded: z.boolean().optional(),
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
type FactEvent = z.infer<typeof FactEvent>

/** A table that a step tells. A head that begins with # is a column of numbers. */
export const ToldTable = z.object({ title: z.string(), heads: z.array(z.string()), rows: z.array(z.array(z.string())) })
export type ToldTable = z.infer<typeof ToldTable>

/** What a step tells readers of the report as a table: what was predicted beside what was seen. It judges nothing. */
const TableEvent = z.object({ type: z.literal('table'), at: z.number(), ...ToldTable.shape })
type TableEvent = z.infer<typeof TableEvent>

/**
 * The events of a history by their `type`. Here are those of the core; a signal adds what it records by declaration merging, and gives the schemas of
 * it in `records` (signal.ts).
 */
export interface EventTypes {
  wait: WaitEvent
  document: DocumentEvent
  step: StepEvent
  fault: FaultEvent
  gate: GateEvent
  expectation: ExpectationEvent
  assertion: AssertionEvent
  apply: ApplyEvent
  'pre-stop': PreStopEvent
  route: RouteEvent
  pod: PodEvent
  unwatched: UnwatchedEvent
  ring: RingEvent
  defect: DefectEvent
  harness: HarnessEvent
  'cpu-pressure': CpuPressureEvent
  'cpu-use': CpuUseEvent
  metric: MetricEvent
  end: EndEvent
  fact: FactEvent
  table: TableEvent
}
export type HistoryEvent = EventTypes[keyof EventTypes]

/** The schemas of the core's events. */
export const coreEvents = [
  WaitEvent,
  DocumentEvent,
  StepEvent,
  FaultEvent,
  GateEvent,
  ExpectationEvent,
  AssertionEvent,
  ApplyEvent,
  PreStopEvent,
  RouteEvent,
  PodEvent,
  UnwatchedEvent,
  RingEvent,
  DefectEvent,
  HarnessEvent,
  CpuPressureEvent,
  CpuUseEvent,
  MetricEvent,
  EndEvent,
  FactEvent,
  TableEvent,
] as const
