import { UsageError } from '../../util/errors.ts'
import { liftedLimits, perProcess, smallHost, variable } from './base-config.ts'
import { fast } from './fast-config.ts'
import type { Overrides, Topology } from './topology.ts'
import { merge, type Tree, without } from './tree.ts'
import { supports, type Version } from './versions.ts'

/** Where blocks, rules and Alertmanager state are kept: a directory all pods share, or a bucket of an S3 server. */
type Storage =
  | { backend: 'filesystem' }
  | { backend: 's3'; endpoint: string; bucket: string; accessKeyId: string; secretAccessKey: string }

/** What the running cluster adds to a topology's config. */
export interface ConfigContext {
  /**
   * What a new pod joins the others by: gossip addresses (`host:port`) of pods, at least two, so that one may be down; or a DNS name
   * (`dns+host:port`) behind which is every pod.
   */
  join: readonly string[]
  /** Where rulers send alerts: `http://<gateway>/alertmanager`. Without it they send none. */
  alertmanagerUrl?: string
  /** Keeps clusters apart that can reach each other. Unique per run. */
  clusterLabel: string
  /** Default: the directory that pods share. */
  storage?: Storage
  /** Leaves out what this Mimir does not know. Default: the newest. */
  version?: Version
}

/** A part of the config, and the reason for everything in it. */
export interface Layer {
  why: string
  tree: Tree
}

/**
 * The config of a topology in layers; a later one wins. Production values are Mimir's defaults, so the real pace has no layer of its own.
 * @throws UsageError when pods would join the cluster by fewer than two addresses.
 */
export function configLayers(topology: Topology, context: ConfigContext): Layer[] {
  const running = topology.workloads.filter(workload => workload.replicas > 0)
  // Mimir looks up such a name again whenever it joins, so it leads to whoever runs at that moment.
  const byName = context.join.some(address => /^dns(srv|srvnoa)?\+/.test(address))
  if (!byName && context.join.length < Math.min(2, running.length)) {
    throw new UsageError(
      `pods would join the cluster by ${context.join.length} address`,
      'name two or more, or the cluster splits when that one restarts',
    )
  }
  const layers: Layer[] = [
    { why: 'several processes on one host: each has its own address, identity and directory', tree: perProcess },
    { why: 'this cluster: its members, storage and Alertmanager', tree: clusterTree(context) },
    { why: 'this host is smaller than production: buffers and caches shrink', tree: smallHost },
    { why: 'no limit but those under test may reject anything', tree: liftedLimits },
    ...(topology.pace === 'fast' ? [{ why: 'fast pace: minutes instead of hours', tree: fast }] : []),
    { why: 'set by the topology', tree: topology.config },
  ]
  const unknown = context.version === undefined ? [] : unknownTo(context.version)
  return layers.map(({ why, tree }) => ({ why, tree: without(tree, unknown) }))
}

/** Mimir's YAML config, shared by all pods of a topology; `${NAME}` in it stands for the pod's environment (see podEnv). */
export const mimirConfig = (topology: Topology, context: ConfigContext): Tree =>
  merge(...configLayers(topology, context).map(layer => layer.tree))

/** A runtime config file: what Mimir reloads without a restart. */
export const runtimeConfig = ({ overrides }: { overrides: Overrides }): Tree => ({ overrides })

/** Whether it is looked up in DNS, and so may stand for every pod. */
const isName = (address: string): boolean => address.startsWith('dns')

/** Who joins by such a name exchanges its whole state with everybody each time: with 31 pods, every 10 s, that took a quarter of all CPU that they used. */
const rarely = { rejoin_interval: '60s' }

function clusterTree(context: ConfigContext): Tree {
  const { join, clusterLabel, alertmanagerUrl, storage, version } = context
  return merge(
    { memberlist: { join_members: join, cluster_label: clusterLabel, ...(join.some(isName) && rarely) } },
    alertmanagerUrl === undefined ? {} : alertmanagerTree(alertmanagerUrl, version),
    storageTree(storage ?? { backend: 'filesystem' }),
  )
}

const alertmanagerTree = (url: string, version: Version | undefined): Tree =>
  version === undefined || supports(version, 'per-tenant ruler Alertmanager client')
    ? { limits: { ruler_alertmanager_client_config: { alertmanager_url: url } } }
    : { ruler: { alertmanager_url: url } }

function storageTree(storage: Storage): Tree {
  const parts = { blocks_storage: 'blocks', ruler_storage: 'ruler', alertmanager_storage: 'alertmanager' }
  const each = (tree: (name: string) => Tree): Tree =>
    Object.fromEntries(Object.entries(parts).map(([part, name]) => [part, tree(name)]))
  if (storage.backend === 'filesystem') {
    return {
      common: { storage: { backend: 'filesystem' } },
      ...each(name => ({ filesystem: { dir: `${variable('SHARED')}/${name}` } })),
    }
  }
  const { endpoint, bucket, accessKeyId, secretAccessKey } = storage
  const s3 = {
    endpoint,
    bucket_name: bucket,
    access_key_id: accessKeyId,
    secret_access_key: secretAccessKey,
    insecure: true,
  }
  return { common: { storage: { backend: 's3', s3 } }, ...each(name => ({ storage_prefix: name })) }
}

/** YAML paths that this version refuses as unknown. */
function unknownTo(version: Version): string[] {
  const rings = ['distributor.ring', 'query_scheduler.ring', 'compactor.sharding_ring']
  return [
    ...(supports(version, 'querier ring') ? [] : ['querier.ring']),
    ...(supports(version, 'ring auto-forget periods')
      ? []
      : rings.map(ring => `${ring}.auto_forget_unhealthy_periods`)),
  ]
}
