import type { Dataset } from '../ledger/dataset.ts'
import { parseData, parseMatrix } from './answer.ts'
import { helpOf } from './named.ts'
import { foreign } from './observe.ts'
import { type AnsweredExemplars, type AnsweredMetadata, ownExemplars, ownMetadata } from './own-annotations.ts'
import { apiUrl, type Probe, type Shown, toSeconds } from './probe.ts'
import type { Anomaly, Asked } from './reads-records.ts'

/** How far back samples and series are asked for, and exemplars: those that name a tenant are written once, before the load. Milliseconds. */
const LOOK_BACK = 5000
const EXEMPLARS_BACK = 3_600_000

type Labels = Readonly<Record<string, string>>

interface Kind {
  asks: Asked
  url(tenant: string, now: number): string
  /** @param tenant an index into the data set's tenants */
  read(body: string, dataset: Dataset, tenant: number, now: number): Shown
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
    read(body, dataset, tenant, now) {
      const name = dataset.tenants[tenant]!
      const found = Object.entries(parseData(body) as Record<string, AnsweredMetadata[]>).flatMap(([metric, all]) =>
        all.map(it => ({ ...it, name: metric })),
      )
      const own = found.filter(({ help }) => help === helpOf(name))
      const others = found.filter(({ help }) => help !== helpOf(name))
      const { metrics, anomalies } = ownMetadata(dataset, tenant, own, now)
      return {
        values: own.length > 0 ? [name] : [],
        metrics,
        anomalies: [...others.map(it => strange({ __name__: it.name, help: it.help })), ...anomalies],
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
    read(body, dataset, tenant) {
      const name = dataset.tenants[tenant]!
      const found = parseData(body) as AnsweredExemplars[]
      const own = found.filter(({ seriesLabels }) => seriesLabels.tenant === name)
      const others = found.filter(({ seriesLabels }) => seriesLabels.tenant !== name)
      const { seen, anomalies } = ownExemplars(dataset, tenant, own)
      return {
        values: own.length > 0 ? [name] : [],
        seen,
        anomalies: [...others.map(({ seriesLabels }) => strange(seriesLabels)), ...anomalies],
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

/** Asks as one tenant for what is another's: samples, label values, series, metadata and exemplars take turns. Answers to the last two hold the tenant's own as well. */
export const cross: Probe = {
  path: 'cross-tenant',
  spacing: 750,
  ask(dataset, tenant, { n, now }) {
    if (dataset.tenants.length === 1) return undefined
    const name = dataset.tenants[tenant]!
    // Tenants are at different kinds at the same time, so that each kind is asked often.
    const { asks, url, read } = kinds[(n + 2 * tenant) % kinds.length]!
    const look = (body: string) => bounded(read(body, dataset, tenant, Math.floor(now)))
    return { path: 'cross-tenant', tenant, asks, url: url(name, now), read: look }
  },
}

/** More in one answer prove nothing further and would flood the history. */
const MOST = 20
const bounded = ({ anomalies = [], ...shown }: Shown): Shown => ({ ...shown, anomalies: anomalies.slice(0, MOST) })
