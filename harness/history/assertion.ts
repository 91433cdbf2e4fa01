import { z } from 'zod'

/** What the values of an assertion's expression must be. */
const Bound = z.union([
  /** No value is greater, at any moment of the load. */
  z.object({ most: z.number() }),
  /** Once the load is over no value is less than an amount that clients know (`Signal.amounts`), so many times, by a label's value. */
  z.object({ least: z.string(), times: z.number().positive(), by: z.string() }),
])
export type Bound = z.infer<typeof Bound>

/** A condition in PromQL that the metrics of a run must meet, as run.json has it. */
export const Assertion = z.object({
  /** In kebab-case. */
  id: z.string(),
  /** What is asserted, in a sentence without its end. */
  asserts: z.string(),
  expr: z.string(),
  bound: Bound,
  /** A selector of the pods whose counters it sums: what these counted after their last scrape nobody has seen. */
  pods: z.string(),
  /** Beyond the bound the run is invalid only where one of these checks is, too. Left out: by itself. */
  onlyWith: z.array(z.string()).optional(),
  /** Paths whose objectives it is like: in a step with objectives of its own for one of them it is not judged. */
  paths: z.array(z.string()).default([]),
  /** The label that names the tenant. One that expects limits is not judged. */
  tenant: z.string().optional(),
})
export type Assertion = z.infer<typeof Assertion>

const Labels = z.record(z.string(), z.string())

/** A time in which a pod may have counted what no scrape saw: from its last good scrape to its end. */
const Unseen = z.object({ pod: z.string(), from: z.number(), to: z.number() })
export type Unseen = z.infer<typeof Unseen>

/** What the observer answered to an assertion, once the load was over. */
export const AssertionEvent = z.object({
  type: z.literal('assertion'),
  assertion: z.string(),
  at: z.number(),
  /** As it was asked. */
  expr: z.string(),
  /** The time that it was asked for: each `step` ms from one moment to the other, or once for all of it. */
  from: z.number(),
  to: z.number(),
  step: z.number().optional(),
  /** How far an answer looks back, ms. */
  window: z.number().optional(),
  /** How many series there were, and at how many moments any. */
  series: z.number().int(),
  moments: z.number().int(),
  /** Values beyond a constant bound, [ms, value]. */
  beyond: z.array(z.object({ labels: Labels, points: z.array(z.tuple([z.number(), z.number()])) })).default([]),
  /** Values in the end, where the bound is what clients know. */
  values: z.array(z.object({ labels: Labels, value: z.number() })).default([]),
  unseen: z.array(Unseen).default([]),
  /** Why there was no answer. */
  error: z.string().optional(),
})
export type AssertionEvent = z.infer<typeof AssertionEvent>
