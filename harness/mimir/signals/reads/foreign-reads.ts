import { parseData, parseMatrix } from './answer.ts'
import { helpOf, IDENTITY } from './named.ts'
import { foreign } from './observe.ts'
import { apiUrl, type Probe, type Shown, toSeconds } from './probe.ts'
import type { Anomaly, Asked } from './reads-records.ts'

/** How far back samples and series are asked for, and exemplars: those are written once, before the load. Milliseconds. */
const LOOK_BACK = 5000
const EXEMPLARS_BACK = 3_600_000

type Labels = Readonly<Record<string, string>>

interface Kind {
  asks: Asked
  url(tenant: string, now: number): string
  read(body: string, tenant: string): Shown
}

/** All that a tenant has carries its name as a label: whatever does not is of somebody else, be it a tenant of the ledger, of k6 or of the observer. */
const notOf = (tenant: string) => `{__name__=~".+",tenant!=${JSON.stringify(tenant)}}`

const kinds: readonly Kind[] = [
  {
    asks: 'samples',
    url: (tenant, now) =>
      apiUrl('query', { query: `${notOf(tenant)}[${LOOK_BACK}ms]`, time: toSeconds(Math.floor(now)) }),
    read: body => ({ seen: [], anomalies: parseMatrix(body).map(foreign) }),
  },
  {
    asks: 'label-values',
    url: (tenant, now) => apiUrl('label/__name__/values', recent(tenant, now)),
    read: body => ({ anomalies: (parseData(body) as string[]).map(name => strange({ __name__: name })) }),
  },
  {
    asks: 'series',
    url: (tenant, now) => apiUrl('series', recent(tenant, now)),
    read: body => ({ anomalies: (parseData(body) as Labels[]).map(strange) }),
  },
  {
    asks: 'metadata',
    url: () => apiUrl('metadata', {}),
    read(body, tenant) {
      const found = Object.entries(parseData(body) as Record<string, { help: string }[]>).flatMap(([name, all]) =>
        all.map(({ help }) => ({ name, help })),
      )
      const isOwn = ({ name, help }: (typeof found)[number]) => name === IDENTITY && help === helpOf(tenant)
      return {
        values: found.some(isOwn) ? [tenant] : [],
        anomalies: found.filter(it => !isOwn(it)).map(({ name, help }) => strange({ __name__: name, help })),
      }
    },
  },
  {
    asks: 'exemplars',
    url: (_, now) =>
      apiUrl('query_exemplars', {
        query: '{__name__=~".+"}',
        start: toSeconds(now - EXEMPLARS_BACK),
        end: toSeconds(now),
      }),
    read(body, tenant) {
      const found = (parseData(body) as { seriesLabels: Labels }[]).map(({ seriesLabels }) => seriesLabels)
      const isOwn = (labels: Labels) => labels.tenant === tenant
      return {
        values: found.some(isOwn) ? [tenant] : [],
        anomalies: found.filter(labels => !isOwn(labels)).map(strange),
      }
    },
  },
]

const recent = (tenant: string, now: number) => ({
  'match[]': notOf(tenant),
  start: toSeconds(now - LOOK_BACK),
  end: toSeconds(now),
})

const strange = (metric: Labels): Anomaly => foreign({ metric, values: [] })

/** What can be asked for. */
export const askedFor: readonly Asked[] = kinds.map(kind => kind.asks)

/** Asks as one tenant for what is another's: samples, label values, series, metadata and exemplars take turns. */
export const cross: Probe = {
  path: 'cross-tenant',
  spacing: 750,
  ask({ tenants }, tenant, { n, now }) {
    if (tenants.length === 1) return undefined
    const name = tenants[tenant]!
    // Tenants are at different kinds at the same time, so that each kind is asked often.
    const { asks, url, read } = kinds[(n + 2 * tenant) % kinds.length]!
    return { path: 'cross-tenant', tenant, asks, url: url(name, now), read: body => bounded(read(body, name)) }
  },
}

/** More in one answer prove nothing further and would flood the history. */
const MOST = 20
const bounded = ({ anomalies = [], ...shown }: Shown): Shown => ({ ...shown, anomalies: anomalies.slice(0, MOST) })
