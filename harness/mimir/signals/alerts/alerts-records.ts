import { z } from 'zod'
import { response } from '../../../history/response.ts'

/** An alert with `for`, which fires once its condition has held for so long. */
const HeldAlert = z.object({
  name: z.string(),
  /** Milliseconds: `for`, and what is between two evaluations. */
  for: z.number(),
  interval: z.number(),
  /** Since when it was active before anything changed (ms), as rulers said when it fired. */
  since: z.number(),
})
export type HeldAlert = z.infer<typeof HeldAlert>

/** What the client of `alerts` has set up, once all of it was seen to work. */
export const AlertingEvent = z.object({
  type: z.literal('alerting'),
  at: z.number(),
  /** An index into the data set's tenants. */
  tenant: z.number().int(),
  /** Names of alerts that always fire; the second is silenced. */
  firing: z.string(),
  silenced: z.string(),
  held: HeldAlert,
  /** repeat_interval and group_interval of the route (ms). */
  repeat: z.number(),
  group: z.number(),
  /** Whether notifications have a way to the harness. */
  notified: z.boolean(),
})
export type AlertingEvent = z.infer<typeof AlertingEvent>

/** absent: not there, or resolved. */
export const AlertState = z.enum(['active', 'suppressed', 'absent'])
export type AlertState = z.infer<typeof AlertState>

/** One look at silences and alerts through the gateway, by Alertmanager's API. */
export const AlertsEvent = z.object({
  type: z.literal('alerts'),
  ...response,
  outcome: z.enum(['ok', 'failed']),
  /** Where the answers could be read: whether the silence is active, and how each alert is. */
  silence: z.boolean().optional(),
  firing: AlertState.optional(),
  silenced: AlertState.optional(),
  held: AlertState.optional(),
})
export type AlertsEvent = z.infer<typeof AlertsEvent>

/** A notification that the webhook receiver got. */
export const NotificationEvent = z.object({
  type: z.literal('notification'),
  at: z.number(),
  status: z.enum(['firing', 'resolved']),
  /** Names of the alerts in it. */
  alerts: z.array(z.string()),
})
export type NotificationEvent = z.infer<typeof NotificationEvent>

declare module '../../../history/events.ts' {
  interface EventTypes {
    alerting: AlertingEvent
    alerts: AlertsEvent
    notification: NotificationEvent
  }
}
