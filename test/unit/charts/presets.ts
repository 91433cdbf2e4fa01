import { Document, isSeq, visit } from 'yaml'
import { chartContext, mimirValues } from '../../../harness/mimir/chart-values.ts'
import { configLayers } from '../../../harness/mimir/topology/mimir-config.ts'
import { microservices, readWrite, readWriteWorkloads } from '../../../harness/mimir/topology/modes.ts'
import { addWorkloads } from '../../../harness/mimir/topology/operations.ts'
import { apiGroups, type Topology } from '../../../harness/mimir/topology/topology.ts'
import { merge, without } from '../../../harness/mimir/topology/tree.ts'
import { parseVersion } from '../../../harness/mimir/topology/versions.ts'
import { chartYaml } from './chart.ts'

interface Preset {
  about: string
  topology: Topology
}

/** The presets of charts/mimir: the modes of harness/topology at the real pace, by file. */
export const presets: Readonly<Record<string, Preset>> = {
  'values-microservices.yaml': {
    about: 'Microservices: each module of Mimir has workloads of its own; three zones.',
    topology: microservices({ zones: 3, pace: 'real' }),
  },
  'values-read-write.yaml': {
    about: 'Read-write mode: the modules in three groups, mimir-write, mimir-read and mimir-backend; three zones.',
    topology: readWrite({ zones: 3, pace: 'real' }),
  },
  'values-migration.yaml': {
    about:
      'A migration half done: microservices and the groups of read-write mode side by side; clients still reach the former.',
    topology: addWorkloads(microservices({ zones: 3, pace: 'real' }), readWriteWorkloads({ zones: 3, pace: 'real' })),
  },
}

/** Parts of the harness' config that are for its own experiments: no production wants them. */
const experimental = ['this host is smaller than production', 'no limit but those under test']

/** A pod has a network of its own, so Mimir may listen on all of it: that is what `kubectl port-forward` wants. */
const listening = ['server.http_listen_address', 'server.grpc_listen_address', 'memberlist.bind_addr']

/** Whether to use TLS is for the values to say. */
const encryption = { common: { storage: { s3: { insecure: `\${S3_INSECURE}` } } } }

/** What the file of a preset must be. */
export function presetYaml({ about, topology }: Preset): string {
  const version = parseVersion(chartYaml('mimir', 'Chart.yaml').appVersion)
  const layers = configLayers(topology, chartContext({ version })).filter(
    ({ why }) => !experimental.some(words => why.startsWith(words)),
  )
  const { workloads, routes } = mimirValues(topology, { version })
  const config = without(merge(...layers.map(layer => layer.tree), encryption), listening)
  const document = new Document(
    { workloads: withoutEmpty(workloads), routes, config },
    { aliasDuplicateObjects: false },
  )
  visit(document, {
    Pair(_, { key, value }) {
      if (isSeq(value) && ['modules', ...apiGroups].includes(String(key))) value.flow = true
    },
  })
  return `# ${about}\n# As topology/modes.ts has it: \`npx vitest run test/unit/charts -u\` writes this file.\n${document.toString({ lineWidth: 0, flowCollectionPadding: false })}`
}

/** What a workload says, without what it leaves to the chart. */
const withoutEmpty = (workloads: object) =>
  Object.fromEntries(
    Object.entries(workloads).map(([name, workload]) => [
      name,
      Object.fromEntries(Object.entries(workload).filter(([, value]) => value !== false && !isEmpty(value))),
    ]),
  )

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0
