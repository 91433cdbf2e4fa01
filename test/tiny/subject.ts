import type { Scene } from '../../harness/faults/fault.ts'
import { PROOF_DEADLINE } from '../../harness/faults/proof.ts'
import { mimirProgram } from '../../harness/mimir/program.ts'
import { scenarioOf } from '../../harness/scenario/declare.ts'
import type { Subject } from '../../harness/scenario/subject.ts'
import { says } from '../../harness/toolchain/tools.ts'
import { request } from '../../harness/util/request.ts'
import { done, notYet, until } from '../../harness/util/until.ts'
import { tinyFleet } from './fleet.ts'
import { tinyProtocol } from './protocol.ts'
import { items } from './signal.ts'

/** What a tiny deployment is: two stores in zones, of which clients use the first, and so many spare ones. */
export interface TinyTopology {
  spares: number
  /** How often all were restarted. */
  restarts: number
}

/** A static Go server that stores what it is sent: the smallest product that the core can prove something of. It knows nothing of any other subject. */
export const tiny: Subject<TinyTopology> = {
  name: 'tiny',
  title: 'Tiny',
  program: {
    tool: {
      name: 'tiny',
      title: 'Tiny',
      env: 'TINY_BIN',
      ask: { args: ['-version'], says: says('tiny') },
      release: { version: '1.0.0', folder: 'https://tiny.invalid', asset: 'tiny', checksums: 'sha256sums' },
    },
    image: version => `tiny:${version}`,
    user: 10_001,
    // Nodes that carry it would be no others but for its few megabytes.
    inNodeOf: mimirProgram,
  },
  signals: [items],
  routes: ['items'],
  protocol: tinyProtocol,
  proofs: {
    lost: (scene, pods) => answers(scene, pods, false),
    joined: (scene, pods) => answers(scene, pods, true),
    async restored({ cluster }, pods) {
      const counts = await Promise.all(
        pods.map(
          async pod =>
            JSON.parse((await request(`${cluster.pod(pod).url}/items/`, { timeout: 5000 })).text).length as number,
        ),
      )
      return `${counts.join(' + ')} items after the start`
    },
    // No test takes its volume away.
    emptied: () => Promise.reject(new Error('a tiny store can not tell')),
  },
  copied: { metrics: { items: { expr: 'tiny_items', unfolded: true } }, members: {} },
  fleetOf({ spares, restarts }, { program }) {
    const fleet = tinyFleet(program, { ...(restarts > 0 && { restarts }) })
    return { ...fleet, workloads: fleet.workloads.map(w => (w.name === 'spare' ? { ...w, replicas: spares } : w)) }
  },
  podsOf: ({ spares }) => [
    { name: 'store-zone-a-0', zone: 'zone-a' },
    { name: 'store-zone-b-0', zone: 'zone-b' },
    ...Array.from({ length: spares }, (_, i) => ({ name: `spare-${i}` })),
  ],
  requirementsOf: () => [],
  restart: (topology, name) => (name === 'store-zone-a' ? { ...topology, restarts: topology.restarts + 1 } : undefined),
  safeTargets: pods => pods.filter(p => p.zone !== undefined),
  safeTargetWords: 'store',
  async served(gateway) {
    await until(
      async () => {
        const { status } = await request(`${gateway}/items/`, { timeout: 1000 })
        return status === 200 ? done(undefined) : notYet(`HTTP ${status}`)
      },
      { for: 'the first answer', deadline: 10_000 },
    )
  },
}

/** Clients of the first store get an answer through the gateway, or none. */
async function answers({ cluster, signal }: Scene, pods: readonly string[], wanted: boolean): Promise<string> {
  if (!pods.includes('store-zone-a-0')) return 'no client uses them'
  return until(
    async () => {
      const status = await request(`${cluster.gateway}/items/`, { timeout: 1000 }).then(
        reply => reply.status,
        () => undefined,
      )
      const seen = status === 200 ? 'clients are answered' : 'clients are not answered'
      return (status === 200) === wanted ? done(seen) : notYet(seen)
    },
    {
      for: `clients to be ${wanted ? 'answered' : 'left without an answer'}`,
      deadline: PROOF_DEADLINE,
      every: 50,
      signal,
    },
  )
}

/** Declares a scenario about the tiny server. */
export const scenario = scenarioOf(tiny)
