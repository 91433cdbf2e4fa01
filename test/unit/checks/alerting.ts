import type {
  AlertingEvent,
  AlertsEvent,
  NotificationEvent,
} from '../../../harness/mimir/signals/alerts/alerts-records.ts'
import type { ReadEvent } from '../../../harness/mimir/signals/reads/reads-records.ts'
import { at } from './histories.ts'

/** Since when the held alert is active, ms. */
export const before = -30_000

/** What is set up before the load. */
export const setup: AlertingEvent = {
  type: 'alerting',
  at: at(0),
  tenant: 0,
  firing: 'Hit',
  silenced: 'Silenced',
  held: { name: 'Held', for: 25_000, interval: 1000, since: at(before) },
  repeat: 10_000,
  group: 5000,
  notified: true,
}

/** A look that takes 20 ms and sees everything as it was set up. */
const look = (ms: number, changes: Partial<AlertsEvent> = {}): AlertsEvent => ({
  type: 'alerts',
  due: at(ms),
  start: at(ms),
  end: at(ms + 20),
  outcome: 'ok',
  status: 200,
  silence: true,
  firing: 'active',
  silenced: 'suppressed',
  held: 'active',
  ...changes,
})

type Changes = (ms: number) => Partial<AlertsEvent>

/** Two looks at Alertmanagers a second until `seconds`, some of them different. */
export const alertmanagers = (seconds: number, changes: Changes = () => ({})): AlertsEvent[] =>
  Array.from({ length: 2 * seconds }, (_, i) => look(500 * i, changes(500 * i)))

/** What rulers say of it at a moment. */
export const said = (ms: number, since: number | undefined, state: 'pending' | 'firing' = 'firing'): ReadEvent => ({
  type: 'read',
  path: 'rules-api',
  asks: 'alerts',
  tenant: 0,
  due: at(ms),
  start: at(ms),
  end: at(ms + 20),
  status: 200,
  outcome: 'ok',
  values: [],
  ...(since !== undefined && { alerts: [{ name: 'Held', state, activeAt: at(since) }] }),
})

/** An answer of rulers every 2 s until `seconds`. */
export const answers = (seconds: number, of: (ms: number) => ReadEvent): ReadEvent[] =>
  Array.from({ length: seconds / 2 }, (_, i) => of(2000 * i))

/** All looks until `seconds`. Rulers say what they always said. */
export const looks = (seconds: number, changes?: Changes) => [
  ...alertmanagers(seconds, changes),
  ...answers(seconds, ms => said(ms, before)),
]

/** A notification of the alert that always fires, or of these. */
export const notified = (
  ms: number,
  status: NotificationEvent['status'] = 'firing',
  ...names: string[]
): NotificationEvent => ({
  type: 'notification',
  at: at(ms),
  status,
  alerts: names.length > 0 ? names : ['Hit'],
})

/** A notification every 10 s and every 15 s in turns, as Alertmanager sends them, from before the first look on. */
export const notifications = [-1000, 9000, 24_000].map(ms => notified(ms))
/** How a look comes out that fails. */
export const failed = { outcome: 'failed', status: 503, error: 'Alertmanager not ready' } as const
