import type { Stream } from '../../../history/signal.ts'
import type { LiveSignal } from '../../../load/client.ts'
import { onlyPart } from '../only-part.ts'
import { alerts as judge } from './alerts-check.ts'
import { alertsExcludes } from './alerts-excludes.ts'
import { AlertingEvent, AlertsEvent, NotificationEvent } from './alerts-records.ts'

const NOTIFICATIONS = 'notifications'

/** What Alertmanagers send by themselves, where that has a way to the harness. A failed one does not come. */
const notifications: Stream = {
  name: NOTIFICATIONS,
  title: 'Notifications',
  covers: 'moments',
  parts: (_run, setups) => (setups.some(e => e.type === 'alerting' && e.notified) ? [NOTIFICATIONS] : []),
  announces: event => event.type === 'alerting',
  record: (_run, event) =>
    event.type === 'notification'
      ? { part: NOTIFICATIONS, from: event.at, to: event.at, ok: event.status === 'firing' }
      : undefined,
  failed: event => (event.type === 'notification' ? { ...event, status: 'resolved' } : event),
}

/** A user of alerts: one alert that fires all the time, one that is silenced and one with `for` stay so, and notifications keep coming. */
export const alerts: LiveSignal = {
  name: 'alerts',
  records: [AlertingEvent, AlertsEvent, NotificationEvent],
  streams: [
    onlyPart('alerts', 'Alerts and silences', {
      covers: 'moments',
      record: event =>
        event.type === 'alerts'
          ? { from: event.start, to: event.end, ok: event.outcome === 'ok' && !event.unreachable }
          : undefined,
      failed: event => {
        if (event.type !== 'alerts') return event
        const { silence: _s, firing: _f, silenced: _a, held: _h, ...request } = event
        return { ...request, status: 500, outcome: 'failed', error: 'made to fail' }
      },
    }),
    notifications,
  ],
  objectives: { alerts: { usual: 2000, most: 10_000 } },
  // How much later than its route's own intervals a notification may come: whoever sends it waits 15 s for each replica before it (2 s at the fast pace), and
  // finds out every 5 s, a fifth more or less, which replica it is.
  allowances: { notificationDelay: { usual: 21_000 } },
  checks: { alerts: { judge, excludes: alertsExcludes, timed: true } },
  client: async () => (await import('./alerts-client.ts')).alertsClient(),
}

declare module '../../../history/signal.ts' {
  interface CheckNames {
    alerts: true
  }
  interface AllowanceNames {
    notificationDelay: true
  }
  interface PathNames {
    alerts: true
  }
}
