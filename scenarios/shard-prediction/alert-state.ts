import {
  type Actions,
  metricsOf,
  postAlertmanagerConfig,
  postSilence,
  TokenOwners,
  tenantToken,
} from '../../harness/mimir/index.ts'
import { podsOf } from '../shard-pods.ts'
import { type Comparison, Holdings, wholeRing } from './held.ts'
import { TENANTS } from './tenants.ts'

const REPLICAS = 3
/** Milliseconds until Alertmanagers have found sixty configurations. */
const FOUND = 60_000
/** Longer than any run, ms. */
const SILENCE = 24 * 3600 * 1000

const OWNED = 'cortex_alertmanager_tenants_owned'
const COMPLETE = 'cortex_alertmanager_state_initial_sync_completed_total'

const CONFIG = `alertmanager_config: |
  route: {receiver: nobody}
  receivers: [{name: nobody}]
`

/** Gives each tenant an Alertmanager and a silence: state that replicas tell each other. */
export async function giveAlertState(t: Actions): Promise<void> {
  for (const tenant of TENANTS) await postAlertmanagerConfig(t.cluster.gateway, tenant, CONFIG)
  const wanted = REPLICAS * TENANTS.length
  // A replica that comes later than the silence stays without it until the ring changes: pkg/alertmanager/state_replication.go.
  await t.expect(`Alertmanagers to have ${wanted} replicas of ${TENANTS.length} tenants`, () => replicas(t, wanted), {
    within: FOUND,
  })
  const startsAt = new Date()
  const silence = {
    matchers: [{ name: 'alertname', value: 'Any', isRegex: false, isEqual: true }],
    startsAt: startsAt.toISOString(),
    endsAt: new Date(startsAt.getTime() + SILENCE).toISOString(),
    createdBy: 'gauntlet',
    comment: 'state that has to be somewhere',
  }
  for (const tenant of TENANTS) await postSilence(t.cluster.gateway, tenant, silence)
}

async function replicas(t: Actions, wanted: number): Promise<true | string> {
  let [owned, complete] = [0, 0]
  for (const { url } of podsOf(t, 'alertmanager')) {
    const count = await metricsOf(url, OWNED, COMPLETE)
    owned += count(OWNED)
    complete += count(COMPLETE)
  }
  return (owned === wanted && complete >= wanted) || `${owned} of ${wanted}, ${complete} with their state`
}

/** Which Alertmanagers have the silence: three, whatever sizes the tenant's shards have. */
export async function keptAlertState(t: Actions): Promise<Comparison> {
  const ring = await wholeRing(t, 'alertmanager')
  const owners = new TokenOwners(ring.members)
  const predicted = new Holdings()
  for (const tenant of TENANTS) for (const id of owners.of(tenantToken(tenant), REPLICAS)) predicted.add(tenant, id)
  return { what: 'alert state', predicted: predicted.all(), told: 'cortex_alertmanager_silences', counted: true }
}
