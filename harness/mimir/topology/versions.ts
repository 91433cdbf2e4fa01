import { UsageError } from '../../util/errors.ts'

/** A Mimir version, `dev` for a build between releases: `3.1.0-dev.20260423` is on the way to 3.1.0 and counts as having its features. */
export interface Version {
  text: string
  major: number
  minor: number
  patch: number
}

const OLDEST = '2.14.0'

/**
 * Reads `2.17.5`, `v3.0.1`, `mimir-2.17.0`, `3.1.0-dev.20260423`.
 * @throws UsageError for what is no version, and for versions older than 2.14.0, the oldest this project knows.
 */
export function parseVersion(text: string): Version {
  const match = /^(?:mimir-|v)?(\d+)\.(\d+)\.(\d+)(?:[-+].*)?$/.exec(text.trim())
  if (!match) {
    throw new UsageError(`"${text}" is not a Mimir version`, 'state it as in 2.17.5 or 3.1.0-dev.20260423')
  }
  const [major, minor, patch] = match.slice(1).map(Number) as [number, number, number]
  const version = { text: text.trim(), major, minor, patch }
  if (rank(version) < rankOf(OLDEST)) {
    throw new UsageError(`Mimir ${text} is older than what is known here`, `use Mimir ${OLDEST} or newer`)
  }
  return version
}

const rank = ({ major, minor, patch }: Pick<Version, 'major' | 'minor' | 'patch'>): number =>
  (major * 1000 + minor) * 1000 + patch

const rankOf = (release: string): number => {
  const [major = 0, minor = 0, patch = 0] = release.split('.').map(Number)
  return rank({ major, minor, patch })
}

/** Something that some versions have and others do not. A fixed bug is the capability to do it right. */
interface Capability {
  /** Releases that have it: from the first, up to but without the second. */
  in: readonly [from: string, before?: string][]
  /** Why the others do not, and where that is written (numbers are pull requests in Mimir's CHANGELOG). */
  because: string
}

const capabilities = {
  'read-write targets': {
    in: [[OLDEST, '3.0.0']],
    because: '-target=read, write and backend are gone since 3.0.0 (#12584); run the same modules as a list',
  },
  'queries without query-scheduler': {
    in: [[OLDEST, '3.0.0']],
    because: 'the query-scheduler is a required component since 3.0.0 (#12200)',
  },
  'query-frontend forget delay': {
    in: [[OLDEST, '3.0.0']],
    because:
      '-query-frontend.querier-forget-delay is gone since 3.0.0 (#12200); set -query-scheduler.querier-forget-delay',
  },
  'flusher target': {
    in: [[OLDEST, '3.1.0']],
    because: '-target=flusher is gone since 3.1.0 (#14032); call /ingester/flush',
  },
  'rings without heartbeat': {
    in: [[OLDEST, '3.1.0']],
    because: 'a heartbeat period or timeout of 0 is refused since 3.1.0 (#13104)',
  },
  'Mimir query engine by default': {
    in: [['2.17.0']],
    because: 'queriers use the Prometheus engine before 2.17.0 (#11501)',
  },
  'per-tenant ruler Alertmanager client': {
    in: [['2.17.0']],
    because: 'limits.ruler_alertmanager_client_config exists since 2.17.0 (#10816); before, set ruler.alertmanager_url',
  },
  'ring auto-forget periods': {
    in: [['2.17.0']],
    because: 'auto_forget_unhealthy_periods of rings can be set since 2.17.0 (#11923)',
  },
  'native histograms by default': {
    in: [['2.16.0']],
    because: 'native histograms are taken and thrown away before 2.16.0 (#10867)',
  },
  'remote write 2.0': {
    in: [['2.17.0']],
    because: 'remote write 2.0 is refused, or acked and thrown away, before 2.17.0 (#10423, #11100)',
  },
  'querier ring': {
    in: [['3.1.0']],
    because: 'queriers join a ring since 3.1.0 (#13017)',
  },
  'store-gateway shard size per zone': {
    in: [['3.1.0']],
    because: '-store-gateway.tenant-shard-size-per-zone exists since 3.1.0 (#13835)',
  },
  'scheduler drains on shutdown': {
    in: [['3.1.0']],
    because: 'a query-scheduler that stops before 3.1.0 drops the queries in its queue (#13603, #13976)',
  },
  'all ingesters read without shuffle sharding': {
    in: [['2.17.5', '3.0.0'], ['3.1.0']],
    because:
      'with -querier.shuffle-sharding-ingesters-enabled=false, 2.14.0 to 2.17.4 and 3.0.x still read only the current shard ' +
      '(issue #10531, fixed by #14041 in 2.17.5 and 3.1.0)',
  },
  'read-only kept during compaction': {
    in: [['2.17.1']],
    because:
      'ingesters could leave read-only mode while compacting (#11664 and #12128, fixed in 2.17.0) or never leave it (#12538, fixed in 2.17.1)',
  },
  'prepare-shutdown of idle store-gateways': {
    in: [['3.0.0']],
    because: '/store-gateway/prepare-shutdown does nothing without active tenants before 3.0.0 (#12972)',
  },
  'blocks kept while a store-gateway stops': {
    in: [['3.1.0']],
    because: 'a store-gateway that stops during a bucket index update drops blocks before 3.1.0 (#14113)',
  },
  'appends end before the TSDB closes': {
    in: [['3.1.0']],
    because: 'an ingester that stops before 3.1.0 can close a TSDB while samples are still appended (#14094)',
  },
  'remote execution fails fast': {
    in: [['3.1.0']],
    because:
      'a querier that crashes under remote execution leaves the query waiting for its timeout before 3.1.0 (#13742)',
  },
} as const satisfies Record<string, Capability>

export type MimirCapability = keyof typeof capabilities

declare module '../../scenario/subject.ts' {
  interface CapabilityNames extends Record<MimirCapability, true> {}
}

/** Whether this version has it. */
export const supports = (version: Version, capability: MimirCapability): boolean =>
  (capabilities[capability] as Capability).in.some(
    ([from, before]) => rank(version) >= rankOf(from) && (before === undefined || rank(version) < rankOf(before)),
  )

/** Why some versions do not have it, and where that is written. */
export const whyNot = (capability: MimirCapability): string => capabilities[capability].because

/** @throws UsageError saying why this version does not have it, and which do. */
export function requireCapability(version: Version, capability: MimirCapability): void {
  if (supports(version, capability)) return
  const { in: ranges, because } = capabilities[capability] as Capability
  const which = ranges.map(([from, before]) =>
    before ? `${from} up to, not including, ${before}` : `${from} or newer`,
  )
  throw new UsageError(
    `Mimir ${version.text} has no "${capability}": ${because}`,
    `use Mimir ${which.join(', or ')} (--mimir VERSION)`,
  )
}
