import { parseData } from './answer.ts'
import { foreign } from './observe.ts'
import { apiUrl, type Probe, type Shown } from './probe.ts'

type Labels = Readonly<Record<string, string>>

interface Groups {
  groups: readonly { rules: readonly { name: string; labels?: Labels }[] }[]
}
interface Alerts {
  alerts: readonly { labels: Labels; state: 'pending' | 'firing'; activeAt: string }[]
}

/** Rules and alerts as rulers have them, in turns: the tenant's own, and no other's. All of them carry its name as a label. */
export const rulesApi: Probe = {
  path: 'rules-api',
  spacing: 1000,
  ask({ tenants }, tenant, { n }) {
    const own = tenants[tenant]!
    const asks = n % 2 === 0 ? 'rules' : 'alerts'
    return {
      path: 'rules-api',
      tenant,
      asks,
      url: apiUrl(asks, {}),
      read: body => (asks === 'rules' ? rulesIn(body, own) : alertsIn(body, own)),
    }
  },
}

function rulesIn(body: string, own: string): Shown {
  const { groups } = parseData(body) as Groups
  const rules = groups.flatMap(group => group.rules.map(({ name, labels }) => ({ name, labels: labels ?? {} })))
  return sorted(rules, own)
}

function alertsIn(body: string, own: string): Shown {
  const { alerts } = parseData(body) as Alerts
  const found = alerts.map(({ labels, state, activeAt }) => {
    const name = labels.alertname ?? ''
    return { name, labels, alert: { name, state, activeAt: Date.parse(activeAt) } }
  })
  const mine = found.filter(f => f.labels.tenant === own).map(f => f.alert)
  return { ...sorted(found, own), ...(mine.length > 0 && { alerts: mine }) }
}

/** Names of what is the tenant's own; the rest is foreign. */
function sorted(found: readonly { name: string; labels: Labels }[], own: string): Shown {
  const others = found.filter(f => f.labels.tenant !== own)
  return {
    values: found.filter(f => f.labels.tenant === own).map(f => f.name),
    ...(others.length > 0 && {
      anomalies: others.map(({ name, labels }) => foreign({ metric: { __name__: name, ...labels }, values: [] })),
    }),
  }
}
