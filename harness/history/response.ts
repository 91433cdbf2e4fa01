import { z } from 'zod'

/** What is recorded of every request and its answer. All times are milliseconds since the Unix epoch. */
export const response = {
  /** When it should have been sent. Latency counts from here, so that a stalled sender hides nothing. */
  due: z.number(),
  start: z.number(),
  end: z.number(),
  status: z.number().int().optional(),
  error: z.string().optional(),
  /** Of a request that failed or was answered wrong: the pod that the gateway sent it to (`none`: no pod was ready; `gateway`: an injected defect answered), and that this one gave no answer. */
  pod: z.string().optional(),
  unanswered: z.literal(true).optional(),
  /** The harness could not reach the cluster: whatever the answer was, it was not the subject's. */
  unreachable: z.literal(true).optional(),
}
