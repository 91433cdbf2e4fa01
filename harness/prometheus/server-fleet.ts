import { stringify } from 'yaml'
import type { Fleet, PodTemplate, Program } from '../fleet/fleet.ts'
import type { Surroundings } from '../fleet/surroundings.ts'
import type { ServerTopology } from './server-topology.ts'
import { ALERT, EVALUATION, FOR, METRIC, RECORDED, SCRAPE } from './ticks-plan.ts'

const CONFIG = 'prometheus-server.yaml'
const RULES = 'rules.yaml'
const TARGETS = 'targets.json'

/**
 * What the fast profile changes, so that a head becomes a block within the run: a head is compacted when it spans one and a half blocks (tsdb/head.go,
 * compactable). Blocks of hours stay as they are, since they fit into no such range. The grace period is how long a restored alert waits at least.
 */
export const FAST: Readonly<Record<string, { default: string; fast: string; why: string }>> = {
  'storage.tsdb.min-block-duration': { default: '2h', fast: '15s', why: 'heads become blocks within the run' },
  'storage.tsdb.max-block-duration': {
    default: '18d',
    fast: '15s',
    why: 'the blocks that were moved stay as they are',
  },
  'rules.alert.for-grace-period': { default: '10m', fast: '2s', why: 'alerts are restored within the run' },
}

const argsOf = ({ data, retention, retentionSize, pace }: ServerTopology): string[] => [
  '--config.file=$(CONFIG)',
  `--storage.tsdb.path=$(DATA)/${data}`,
  '--web.listen-address=$(IP):$(HTTP_PORT)',
  '--web.enable-admin-api',
  `--storage.tsdb.retention.time=${retention}`,
  ...(retentionSize === undefined ? [] : [`--storage.tsdb.retention.size=${retentionSize}`]),
  ...(pace === 'fast' ? Object.entries(FAST).map(([flag, { fast }]) => `--${flag}=${fast}`) : []),
]

const config = ({ side }: ServerTopology): string =>
  stringify({
    global: {
      scrape_interval: `${SCRAPE}ms`,
      scrape_timeout: `${SCRAPE - 100}ms`,
      evaluation_interval: `${EVALUATION}ms`,
    },
    rule_files: [RULES],
    scrape_configs: [
      {
        job_name: 'ticks',
        // It is for the target alone: no label of a series says which side has scraped it.
        params: { side: [side] },
        enable_compression: false,
        file_sd_configs: [{ files: [TARGETS], refresh_interval: '1s' }],
      },
    ],
  })

const rules = stringify({
  groups: [
    {
      name: 'ticks',
      rules: [
        { record: RECORDED, expr: `max(${METRIC})` },
        { alert: ALERT, expr: `max(${METRIC}) > 0`, for: FOR },
      ],
    },
  ],
})

/** What is started, and with which arguments. */
function startOf(topology: ServerTopology, program: Program): Pick<PodTemplate, 'program' | 'args'> {
  const args = argsOf(topology)
  if (!topology.withoutRights || !('binary' in program.at)) return { program, args }
  const rights = ['--bounding-set=-all', '--inh-caps=-all', '--', program.at.binary]
  return { program: { ...program, at: { binary: 'setpriv' } }, args: [...rights, ...args] }
}

const template = (topology: ServerTopology, { program }: Surroundings): PodTemplate => ({
  components: ['prometheus'],
  ...startOf(topology, program),
  env: {
    IP: { of: 'address' },
    HTTP_PORT: { of: 'port', port: 'http' },
    DATA: { of: 'volume' },
    CONFIG: { of: 'file', file: CONFIG },
  },
  files: [CONFIG, RULES, TARGETS],
  ports: { http: 9090 },
  readiness: { path: '/-/ready' },
  preStop: [],
  gracePeriod: 30_000,
  // Who looks why it does not start needs it as it is.
  restartPolicy: 'never if possible',
  restarts: topology.restarts,
  volume: { size: 2 * 2 ** 30 },
})

/** One Prometheus of a place, with its rules and what it scrapes, behind a route that is Grafana's data source. */
export const fleetOf = (topology: ServerTopology, surroundings: Surroundings): Fleet => ({
  name: 'prometheus',
  files: {
    [CONFIG]: { content: config(topology), reloaded: false },
    [RULES]: { content: rules, reloaded: false },
    [TARGETS]: { content: targetsOf(topology), reloaded: true },
  },
  workloads: [
    {
      name: 'prometheus',
      kind: 'StatefulSet',
      replicas: topology.replicas,
      update: { by: 'rolling', maxSurge: 0, maxUnavailable: 1 },
      template: template(topology, surroundings),
    },
  ],
  routes: { api: { paths: ['/api/'], workloads: ['prometheus'] } },
})

/** The target has the same labels on both sides, so that its series are the same. */
const targetsOf = ({ target }: ServerTopology): string =>
  JSON.stringify(target === undefined ? [] : [{ targets: [target], labels: { instance: 'target' } }])
