import type { Pod } from '../cluster/cluster.ts'
import type { LiveSignal } from '../load/client.ts'
import type { Subject } from '../scenario/subject.ts'
import { UsageError } from '../util/errors.ts'
import { sibling } from '../util/sibling.ts'
import { assertionsOf } from './assertions/index.ts'
import { fleetOf, layersOf } from './compile-fleet.ts'
import type { Started } from './differing-settings.ts'
import { goSettings } from './go-settings.ts'
import { copied } from './observed.ts'
import { mimirProgram } from './program.ts'
import { mimirProofs } from './proofs.ts'
import { alerts } from './signals/alerts/index.ts'
import { archive } from './signals/archive/index.ts'
import { floods } from './signals/flood/index.ts'
import { k6 } from './signals/k6/index.ts'
import { ledger } from './signals/ledger/index.ts'
import { crossTenant, instant, labels, range } from './signals/reads/index.ts'
import { redundancy } from './signals/redundancy/index.ts'
import { referencePrometheus } from './signals/reference-prometheus/index.ts'
import { rules, rulesApi } from './signals/rules/index.ts'
import { deviationsOf } from './topology/deviations.ts'
import { restart, withOverrides } from './topology/operations.ts'
import { apiGroups, type Topology } from './topology/topology.ts'
import { parseVersion, supports, whyNot } from './topology/versions.ts'
import { podsOf } from './topology/workload.ts'

const signals: readonly LiveSignal[] = [
  ...[ledger, redundancy, instant, range, labels, crossTenant, rules, rulesApi],
  ...[archive, alerts, k6, floods, referencePrometheus],
]

/** Grafana Mimir. */
export const mimir: Subject<Topology> = {
  name: 'mimir',
  title: 'Mimir',
  program: mimirProgram,
  signals,
  routes: apiGroups,
  protocol: {
    tenantHeader: 'x-scope-orgid',
    reads: 'reads',
    writes: { route: 'writes', except: ['/distributor/'] },
    answers: sibling(import.meta.url, './gateway/change-values'),
  },
  proofs: mimirProofs,
  copied,
  assertions: assertionsOf,
  fleetOf,
  podsOf: topology => podsOf(topology).map(({ name, workload }) => ({ name, zone: workload.zone })),
  // An address by name is one of a headless Service.
  requirementsOf: ({ workloads }) =>
    workloads.flatMap(w => Object.values(w.flags)).some(value => value.includes('-headless:')) ? ['names'] : [],
  checkChange(before, after) {
    if (before.pace === after.pace) return
    throw new UsageError(
      `the pace can not change from ${before.pace} to ${after.pace} while pods hold data`,
      'start a new run with --pace',
    )
  },
  restart: (topology, name) => (topology.workloads.some(w => w.name === name) ? restart(topology, name) : undefined),
  withOverrides,
  overridesAreRead: async (pods, overrides) => (await import('./overrides-read.ts')).overridesAreRead(pods, overrides),
  safeTargets,
  safeTargetWords: 'ingester or store-gateway',
  served: async (gateway, tenants) => (await import('./warm-up.ts')).isServed(gateway, tenants),
  lacks(version, capability) {
    return supports(parseVersion(version), capability) ? undefined : whyNot(capability)
  },
  deviations: deviationsOf,
  settings: {
    started({ topology }, cluster): Started | undefined {
      const commands = cluster.commands()
      if (!commands) return undefined
      const { binary, pods } = commands
      return { mimir: binary, layers: layersOf(topology, cluster.surroundings), pods, others: goSettings }
    },
    of: async started => (await import('./differing-settings.ts')).settingsOf(started as Started),
  },
}

/** Pods that a healthy zone-aware Mimir can lose: ingesters in zones, or where there is none, store-gateways in zones. */
function safeTargets(pods: readonly Pod[]): Pod[] {
  const zoned = pods.filter(p => p.zone !== undefined)
  const ingesters = zoned.filter(p => p.components.includes('ingester'))
  return ingesters.length > 0 ? ingesters : zoned.filter(p => p.components.includes('store-gateway'))
}
