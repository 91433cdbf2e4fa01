import { expect, test } from 'vitest'
import { manifests, refusal, valuesFile } from './helm.ts'

/** What the charts make of values that people get wrong, and of values they leave out. */
const keys = { accessKeyId: 'mimir', secretAccessKey: 'not-a-secret' }
const micro = valuesFile('mimir', 'values-microservices.yaml')
const refused: [what: string, values: object, description: string][] = [
  ['a misspelt key', { gatway: { replicas: 1 } }, "- at '': additional properties 'gatway' not allowed"],
  [
    'a misspelt key of a workload',
    { workloads: { querier: { replica: 2 } } },
    "- at '/workloads/querier': additional properties 'replica' not allowed",
  ],
  [
    'words for a number',
    { workloads: { querier: { replicas: 'two' } } },
    "- at '/workloads/querier/replicas': got string, want integer",
  ],
  [
    'a module Mimir does not have',
    { workloads: { querier: { modules: ['queryer'] } } },
    "- at '/workloads/querier/modules/0': value must be one of 'distributor', 'ingester', 'querier', 'query-frontend', 'query-scheduler', 'store-gateway', 'compactor', 'ruler', 'alertmanager', 'overrides-exporter'",
  ],
  [
    'a flag with its dash',
    { workloads: { querier: { flags: { '-log.level': 'debug' } } } },
    "- at '/workloads/querier/flags': additional properties '-log.level' not allowed",
  ],
  [
    'a flag that is no string',
    { workloads: { querier: { flags: { 'querier.max-concurrent': 4 } } } },
    "- at '/workloads/querier/flags/querier.max-concurrent': got number, want string",
  ],
  [
    'a name Kubernetes refuses',
    { workloads: { Querier: { modules: ['querier'], replicas: 1 } } },
    "- at '/workloads': additional properties 'Querier' not allowed",
  ],
  [
    'no size of a volume',
    { storage: { size: 'big' } },
    "- at '/storage/size': 'big' does not match pattern '^[0-9]+(\\\\.[0-9]+)?(Ei|Pi|Ti|Gi|Mi|Ki|E|P|T|G|M|k)?$'",
  ],
  [
    'a scheme before the endpoint',
    { s3: { endpoint: 'http://s3:7070' } },
    "- at '/s3/endpoint': 'http://s3:7070' does not match pattern '^([^/]*)$'",
  ],
  [
    'a route to nowhere',
    { routes: { writes: ['nobody'] } },
    'routes.writes names "nobody", and there is no such workload; there are alertmanager, compactor, distributor, ingester-zone-a, ingester-zone-b, ingester-zone-c, overrides-exporter, querier, query-frontend, query-scheduler, ruler, store-gateway-zone-a, store-gateway-zone-b, store-gateway-zone-c',
  ],
  [
    'a variable of the chart',
    { env: { ID: 'x' } },
    'env.ID: the chart gives this variable to the config itself; choose another name',
  ],
  [
    'both sorts of credentials',
    { s3: { existingSecret: 's3', ...keys } },
    's3.existingSecret and s3.accessKeyId are both set; give one',
  ],
  ['half a pair of keys', { s3: { accessKeyId: 'mimir' } }, 's3.secretAccessKey is missing beside s3.accessKeyId'],
  [
    'a name of the chart',
    { workloads: { gateway: { modules: ['querier'], replicas: 1 } } },
    'workloads.gateway: the chart uses this name itself; choose another',
  ],
  [
    'a name that is too long with its prefix',
    {
      namePrefix: 'observability-',
      workloads: { 'store-gateway-of-the-largest-tenant-zone-a': { modules: ['store-gateway'], replicas: 1 } },
    },
    'workloads.store-gateway-of-the-largest-tenant-zone-a: the name "observability-store-gateway-of-the-largest-tenant-zone-a" has 56 characters, and a StatefulSet\'s pods leave room for 52; shorten it or namePrefix',
  ],
]

test.for(refused)('refused, with the place and the reason: %s', async ([, values, says]) => {
  expect(await refusal('mimir', micro, values)).toEqual(says)
})

test('refused: nothing to deploy', async () => {
  expect(await refusal('mimir')).toEqual("- at '/workloads': minProperties: got 0, want 1")
})

test('a workload that is null is left out', async () => {
  const all = await manifests('mimir', micro, { workloads: { 'overrides-exporter': null } })
  expect([...all.keys()].filter(key => key.includes('overrides-exporter'))).toEqual([])
})

test('keys that nobody states are made up', async () => {
  const [one, two] = await Promise.all([manifests('s3'), manifests('s3')])
  const data = [one, two].map(all => all.get('Secret/s3')!.data!)
  expect(
    data.map(({ accessKeyId, secretAccessKey }) => [accessKeyId, secretAccessKey].map(k => atob(k!).length)),
  ).toEqual([
    [20, 40],
    [20, 40],
  ])
  expect(data[0]).not.toEqual(data[1])
})
