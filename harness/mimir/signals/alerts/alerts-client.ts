import type { Client } from '../../../load/client.ts'
import { systemClock } from '../../../util/clock.ts'
import { drawn } from '../../../util/random.ts'
import { done, notYet, until } from '../../../util/until.ts'
import type { NotificationEvent } from './alerts-records.ts'
import { FIRING, HELD, holdOf, INTERVAL, ROUTE, SILENCED, setupAlerts } from './alerts-setup.ts'
import { firesSince } from './fires-since.ts'
import { Receiver } from './receiver.ts'
import { Watch } from './watch.ts'

/** Milliseconds. Rulers take up a rule group, evaluate it, and Alertmanagers wait for group_wait, and for the peers before them. */
const WORKS_DEADLINE = 120_000
/** Milliseconds beyond its `for` until the held alert fires. */
const FIRES_DEADLINE = 30_000

const NOT_NOTIFIED =
  'notifications of alerts were not looked at: pods here have no way to the harness; silences and alerts were judged by their API'

/**
 * A user of alerts: the run's first tenant has one alert that fires all the time, one that is silenced, and one that had to wait for its `for`. Whether they
 * stay so, and whether notifications keep coming, the check `alerts` judges.
 */
export function alertsClient(): Client {
  let receiver: Receiver | undefined
  let watch: Watch | undefined
  return {
    async prepare({ run, cluster, recorder, signal }) {
      const tenant = run.tenants[0]!
      const at = cluster.receiver
      const notifications: NotificationEvent[] = []
      if (at) {
        receiver = await Receiver.start(at, notification => {
          notifications.push(notification)
          recorder.record(notification)
        })
      } else run.notCovered.push(NOT_NOTIFIED)
      const alertmanagers = cluster.pods().filter(p => p.components.includes('alertmanager'))
      const urls = alertmanagers.map(p => p.url)
      const hold = holdOf(run.pace)
      const silence = await setupAlerts(cluster.gateway, urls, tenant, receiver?.url, hold, signal)
      watch = new Watch(cluster.gateway, tenant, silence, recorder)
      await until(() => works(watch!, at !== undefined, notifications), {
        for: 'an alert to fire and another one to be silenced',
        deadline: WORKS_DEADLINE,
        every: 250,
        signal,
      })
      const since = await until(() => firesSince(cluster.gateway, tenant, HELD), {
        for: `${HELD} to fire`,
        deadline: hold + FIRES_DEADLINE,
        every: 250,
        signal,
      })
      recorder.record({
        type: 'alerting',
        at: systemClock.now(),
        tenant: 0,
        firing: FIRING,
        silenced: SILENCED,
        held: { name: HELD, for: hold, interval: INTERVAL, since },
        repeat: ROUTE.repeat * 1000,
        group: ROUTE.group * 1000,
        notified: at !== undefined,
      })
    },
    async start({ run }) {
      watch!.start(n => drawn(run.seed, 'alerts', n))
      return {
        async stop() {
          await watch!.stop()
          await receiver?.[Symbol.asyncDispose]()
        },
      }
    },
  }
}

async function works(watch: Watch, notified: boolean, notifications: readonly NotificationEvent[]) {
  const { outcome, error, silence, firing, silenced } = await watch.look()
  if (outcome === 'failed') return notYet(`${error}`)
  const first = !notified || notifications.some(n => n.alerts.includes(FIRING))
  if (silence && firing === 'active' && silenced === 'suppressed' && first) return done(undefined)
  const yes = (what: boolean | undefined) => (what ? 'yes' : 'no')
  return notYet(
    `silence active: ${yes(silence)}, ${FIRING} ${firing}, ${SILENCED} ${silenced}, first notification: ${yes(first)}`,
  )
}
