import { stringify } from 'yaml'
import type { Pace } from '../../../history/run-info.ts'
import { systemClock } from '../../../util/clock.ts'
import { done, notYet, until } from '../../../util/until.ts'
import { postAlertmanagerConfig, postSilence } from '../../alertmanager.ts'
import { postRuleGroup } from '../../api.ts'
import { metricsOf } from '../../metrics.ts'

/** The alerts; all of them fire all the time. */
export const FIRING = 'GauntletFiring'
export const SILENCED = 'GauntletSilenced'
export const HELD = 'GauntletHeld'

/** Milliseconds between two evaluations of them. */
export const INTERVAL = 1000

/**
 * Milliseconds for which the condition of the held alert has to be true. Longer than the ruler's grace period, or it is never restored
 * (rules.Group.RestoreForState), and than the four times `resend_delay` after which Alertmanager takes an alert that no ruler sends for resolved: so one that
 * is not restored is resolved and notified anew.
 */
export const holdOf = (pace: Pace): number => (pace === 'fast' ? 25_000 : 250_000)

/** Timing of the route, in seconds: short, so that a run sees many notifications. */
export const ROUTE = { wait: 1, group: 5, repeat: 10 }

const GROUP = 'gauntlet-alerts'
/** Milliseconds until every Alertmanager has loaded the configuration: with Mimir's default they look for new ones every 15 s. */
const LOADED_DEADLINE = 60_000
/** Longer than any run. */
const SILENCE = 7 * 24 * 3600 * 1000

/**
 * Mimir's form of an Alertmanager configuration. Each alert has a group of its own: else the silenced one would change the other's notifications.
 * @param webhook where notifications go; without it nowhere.
 */
export function configOf(webhook: string | undefined): string {
  const receiver = { name: 'gauntlet', ...(webhook !== undefined && { webhook_configs: [{ url: webhook }] }) }
  const route = {
    receiver: receiver.name,
    group_by: ['alertname'],
    group_wait: `${ROUTE.wait}s`,
    group_interval: `${ROUTE.group}s`,
    repeat_interval: `${ROUTE.repeat}s`,
  }
  return stringify({ alertmanager_config: stringify({ route, receivers: [receiver] }) })
}

/**
 * The rule group of a tenant's alerts, labelled with its name, as YAML.
 * @param hold what the held alert has as `for`, ms
 */
export const alertRules = (tenant: string, hold: number): string =>
  stringify({
    name: GROUP,
    interval: `${INTERVAL / 1000}s`,
    rules: [FIRING, SILENCED, HELD].map(alert => ({
      alert,
      expr: 'vector(1)',
      ...(alert === HELD && { for: `${hold / 1000}s` }),
      labels: { tenant },
    })),
  })

/**
 * Gives a tenant the configuration, the silence and then the alerts, so that the silenced alert is never without its silence.
 * @param gateway `http://host:port`
 * @param alertmanagers base URLs of all of them
 * @param hold what the held alert has as `for`, ms
 * @returns the silence's id
 * @throws Error when Mimir does not take one of them
 */
export async function setupAlerts(
  gateway: string,
  alertmanagers: readonly string[],
  tenant: string,
  webhook: string | undefined,
  hold: number,
  signal: AbortSignal,
): Promise<string> {
  await postAlertmanagerConfig(gateway, tenant, configOf(webhook))
  await until(() => loaded(alertmanagers), {
    for: `all ${alertmanagers.length} Alertmanagers to have loaded the configuration of ${tenant}`,
    deadline: LOADED_DEADLINE,
    every: 250,
    signal,
  })
  const now = systemClock.now()
  const silence = {
    matchers: [{ name: 'alertname', value: SILENCED, isRegex: false, isEqual: true }],
    startsAt: new Date(now).toISOString(),
    endsAt: new Date(now + SILENCE).toISOString(),
    createdBy: 'gauntlet',
    comment: 'must stay for the whole run',
  }
  const id = await until(async () => done(await postSilence(gateway, tenant, silence)), {
    for: `the Alertmanagers to take a silence of ${tenant}`,
    deadline: LOADED_DEADLINE,
    every: 250,
    signal,
  })
  await postRuleGroup(gateway, tenant, GROUP, alertRules(tenant, hold))
  return id
}

/**
 * An Alertmanager that loads a tenant asks the others for what they have, and is told of a new silence from then on (pkg/alertmanager/state_replication.go).
 * One that is made in between stays unknown to it until the ring changes, and it notifies what is silenced.
 */
async function loaded(alertmanagers: readonly string[]) {
  for (const url of alertmanagers) {
    const count = await metricsOf(url)
    const [found, owned] = [count('cortex_alertmanager_tenants_discovered'), count('cortex_alertmanager_tenants_owned')]
    const synchronised = count('cortex_alertmanager_state_initial_sync_completed_total')
    if (found === 0 || synchronised < owned) return notYet(`${url} found ${found}, owns ${owned}, has ${synchronised}`)
  }
  return done(undefined)
}
