import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { fleetValues } from '../../harness/cluster/kind/values.ts'
import { GO_RUNTIME } from '../../harness/fleet/go-runtime.ts'
import { mimirValues } from '../../harness/mimir/chart-values.ts'
import { fleetOf } from '../../harness/mimir/compile-fleet.ts'
import { microservices, readWrite, readWriteWorkloads } from '../../harness/mimir/topology/modes.ts'
import {
  addWorkloads,
  withFlags,
  withOverrides,
  withOwnOverrides,
  withPreStop,
} from '../../harness/mimir/topology/operations.ts'
import type { Topology } from '../../harness/mimir/topology/topology.ts'
import { parseVersion } from '../../harness/mimir/topology/versions.ts'
import { onKubernetes } from '../fleets.ts'
import { tiny } from '../tiny/subject.ts'
import { manifests, refusal } from './helm.ts'

/**
 * charts/mimir is what people install by hand, charts/fleet is what runs install: of the same topology both make the same objects, but for what is
 * listed here.
 */

/** Objects that a run has no use for, with the reason. */
const onlyInMimir: Readonly<Record<string, string>> = {
  PodDisruptionBudget: 'nobody drains the nodes of a run',
  ServiceAccount: 'pods of a run talk to no API server, so the default one will do',
}

const fast = microservices({ zones: 3, pace: 'fast' })
const modes: [string, Topology][] = [
  ['microservices in three zones', withOverrides(fast, 'tenant-a', { max_queriers_per_tenant: 2 })],
  [
    'microservices without zones',
    withFlags(microservices({ zones: 1, pace: 'fast' }), 'querier', { 'log.level': 'debug' }),
  ],
  ['read-write groups in three zones', readWrite({ zones: 3, pace: 'fast' })],
  ['a migration half done', addWorkloads(fast, readWriteWorkloads({ zones: 3, pace: 'fast' }))],
  ['calls before a pod stops', withPreStop(fast, 'compactor', [{ sleep: 3 }])],
]

type Labels = Record<string, string>

/** What a pod is, as far as it is looked into here. */
interface Template {
  metadata: { labels: Labels; annotations: Labels }
  spec: {
    serviceAccountName?: string
    topologySpreadConstraints?: { labelSelector: { matchLabels: Labels } }[]
    containers: {
      args?: string[] | undefined
      env?: { name: string }[] | undefined
      ports: { name: string }[]
      resources?: unknown
    }[]
    volumes: { projected?: { sources: { configMap: { name: string; items?: unknown } }[] } }[]
  }
}

/** An object of Kubernetes, as far as it is looked into here. */
interface Thing {
  kind: string
  metadata: { name: string; labels: Labels }
  /** Of a ConfigMap: text, and once it is compared YAML as its meaning. */
  data?: Record<string, unknown>
  spec?: {
    /** Labels themselves in a Service. */
    selector?: Labels | { matchLabels: Labels }
    ports?: unknown
    volumeClaimTemplates?: Pick<Thing, 'metadata'>[]
    template?: Template
  }
}

describe.for(modes)('%s', ([, topology]) => {
  test('charts/mimir and charts/fleet make the same objects', async () => {
    const program = { ...onKubernetes.program, at: { image: 'mimir:test' } }
    const fleet = fleetOf(topology, { ...onKubernetes, program, label: 'mimir' })
    const place = { gateway: { image: 'nginx:test' }, unzoned: {}, zoned: true }
    const [byHand, ofRun] = await Promise.all([
      manifests(
        'mimir',
        mimirValues(topology, { version: parseVersion(program.version), image: { repository: 'mimir', tag: 'test' } }),
        {
          s3: { endpoint: 's3:7070', bucket: 'mimir', existingSecret: 's3' },
          env: GO_RUNTIME,
          storage: { size: String(2 ** 30) },
          readinessProbe: { periodSeconds: 1 },
          gateway: { image: { repository: 'nginx', tag: 'test' }, replicas: 1 },
        },
      ),
      manifests('fleet', fleetValues(fleet, place)),
    ])
    const objects = (all: Map<string, unknown>) =>
      ([...all.values()] as Thing[]).filter(it => !(it.kind in onlyInMimir)).map(comparable)
    const named = (all: readonly Thing[]) => Object.fromEntries(all.map(it => [`${it.kind}/${it.metadata.name}`, it]))
    expect(named(objects(ofRun))).toEqual(named(objects(byHand)))
  })
})

/** An object without what is known to differ. */
function comparable(given: Thing): Thing {
  const it = structuredClone(given)
  withoutNames(it.metadata)
  if (it.kind === 'Service') service(it)
  if (it.data)
    it.data = Object.fromEntries(Object.entries(it.data).map(([name, text]) => [name, content(name, String(text))]))
  const { matchLabels } = it.spec?.selector ?? {}
  if (typeof matchLabels === 'object') withoutRelease(matchLabels)
  for (const claim of it.spec?.volumeClaimTemplates ?? []) withoutNames(claim.metadata)
  if (it.spec?.template) pod(it.spec.template)
  return it
}

/** The release, the chart and its version, and who scrapes: the observer of a run goes by pods. */
function withoutNames({ labels }: Thing['metadata']): void {
  withoutRelease(labels)
  for (const label of ['helm.sh/chart', 'app.kubernetes.io/version', 'mimir/scrape']) delete labels[label]
}

const withoutRelease = (labels: Labels): void => {
  delete labels['app.kubernetes.io/instance']
}

/** All peers have another name, and a Service has all ports of its pods. */
function service({ metadata, spec }: Thing): void {
  withoutRelease(spec!.selector as Labels)
  if (metadata.name === 'gossip-ring') {
    metadata.name = 'peers'
    metadata.labels['app.kubernetes.io/component'] = 'peers'
  }
  delete spec!.ports
}

/** YAML as its meaning. Pods join by the name of all peers; nginx says of unknown paths that no route, or no API group, serves them, and for runs
 * it chooses at random. */
function content(name: string, text: string): unknown {
  if (name.endsWith('.yaml')) {
    const tree = parse(text)
    delete tree.memberlist?.join_members
    return tree
  }
  const lines = text.split('\n').map(line => line.trim())
  const differs = (line: string) => line === 'random;' || /^(#|return 404 ")/.test(line)
  return lines.filter(line => line !== '' && !differs(line))
}

function pod({ metadata, spec }: Template): void {
  withoutRelease(metadata.labels)
  // What the observer of a run goes by.
  delete metadata.labels.fleet
  // What pods are made of is compared itself. Calls by POST are made by rollout-operator there, and by the harness here.
  const { 'mimir/modules': modules, 'fleet/components': components = modules } = metadata.annotations
  metadata.annotations = { components: components ?? '' }
  delete spec.serviceAccountName
  for (const constraint of spec.topologySpreadConstraints ?? []) withoutRelease(constraint.labelSelector.matchLabels)
  for (const container of spec.containers) {
    delete container.resources
    container.args = container.args?.map(arg => arg.replace('$(CONFIG)', '/etc/mimir/mimir.yaml'))
    // The namespace and whether to use TLS are for values to say; the path of the config is the same for all.
    const own = ['NAMESPACE', 'S3_INSECURE', 'CONFIG']
    container.env = container.env?.filter(({ name }) => !own.includes(name)).sort((a, b) => (a.name < b.name ? -1 : 1))
    container.ports.sort((a, b) => (a.name < b.name ? -1 : 1))
  }
  for (const volume of spec.volumes) for (const { configMap } of volume.projected?.sources ?? []) delete configMap.items
}

test('charts/fleet makes the objects of a subject that no chart knows', async () => {
  const program = { name: 'tiny', version: '1.0.0', at: { image: 'tiny:1.0.0' } }
  const fleet = tiny.fleetOf({ spares: 2, restarts: 0 }, { ...onKubernetes, program })
  const place = { gateway: { image: 'nginx:test' }, unzoned: {}, zoned: true }
  const objects = await manifests('fleet', fleetValues(fleet, place))
  const workloads = [...objects.keys()].filter(name => /^(StatefulSet|Deployment)\//.test(name)).sort()
  expect(workloads).toEqual([
    'Deployment/gateway',
    'Deployment/spare',
    'StatefulSet/store-zone-a',
    'StatefulSet/store-zone-b',
  ])
  const store = objects.get('StatefulSet/store-zone-a') as unknown as Thing
  expect(store.spec?.template?.spec.containers[0]).toMatchObject({
    image: 'tiny:1.0.0',
    readinessProbe: { httpGet: { path: '/ready', port: 'http' } },
  })
})

test('nginx of a run chooses a workload of a route at random', async () => {
  const program = { ...onKubernetes.program, at: { image: 'mimir:test' } }
  const fleet = fleetOf(fast, { ...onKubernetes, program, label: 'mimir' })
  const place = { gateway: { image: 'nginx:test' }, unzoned: {}, zoned: true }
  const all = [...(await manifests('fleet', fleetValues(fleet, place))).values()] as Thing[]
  const conf = all
    .flatMap(it => it.data?.['nginx.conf'] ?? [])
    .map(String)
    .join('')
  const upstreams = [...conf.matchAll(/upstream \w[\w-]* \{([^}]*)\}/g)].map(([, body]) => body!)
  expect(upstreams.length).toBeGreaterThan(0)
  for (const upstream of upstreams) expect(upstream).toContain('random;')
})

test('a file of its own is a ConfigMap of its own, for the pods that read it alone', async () => {
  const own = withOwnOverrides(fast, ['querier', 'ingester-zone-a'])
  const program = { ...onKubernetes.program, at: { image: 'mimir:test' } }
  const place = { gateway: { image: 'nginx:test' }, unzoned: {}, zoned: true }
  const made = async (topology: Topology) =>
    (await manifests(
      'fleet',
      fleetValues(fleetOf(topology, { ...onKubernetes, program, label: 'mimir' }), place),
    )) as unknown as Map<string, Thing>
  const [before, after] = [
    await made(own),
    await made(withOverrides(own, 'a', { max_queriers_per_tenant: 2 }, 'querier')),
  ]
  const read = (name: string) => {
    const { volumes } = before.get(name)!.spec!.template!.spec
    return volumes[0]!.projected!.sources.map(s => s.configMap.name)
  }
  expect([read('Deployment/querier'), read('Deployment/ruler'), read('StatefulSet/ingester-zone-a')]).toEqual([
    ['mimir-config', 'mimir-runtime-querier'],
    ['mimir-config', 'mimir-runtime'],
    ['mimir-config', 'mimir-runtime-ingester-zone-a'],
  ])
  const changed = [...after].filter(([name, it]) => JSON.stringify(it) !== JSON.stringify(before.get(name)))
  expect(changed.map(([name]) => name)).toEqual(['ConfigMap/mimir-runtime-querier'])
})

test('files whose ConfigMaps would have the same name are refused', async () => {
  const program = { ...onKubernetes.program, at: { image: 'mimir:test' } }
  const place = { gateway: { image: 'nginx:test' }, unzoned: {}, zoned: true }
  const values = fleetValues(fleetOf(fast, { ...onKubernetes, program, label: 'mimir' }), place)
  const file = { content: '', reloaded: true }
  expect(await refusal('fleet', { ...values, files: { ...values.files, 'runtime.txt': file } })).toContain(
    'its ConfigMap would have the name of that of runtime.txt; choose another',
  )
})
