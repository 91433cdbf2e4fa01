import type { Fleet } from '../harness/fleet/fleet.ts'
import type { Surroundings } from '../harness/fleet/surroundings.ts'
import { fleetOf } from '../harness/mimir/compile-fleet.ts'
import type { Topology } from '../harness/mimir/topology/topology.ts'

/** Processes that find each other by addresses, and share a folder. */
export const onProcesses: Surroundings = {
  program: { name: 'mimir', version: '3.1.0', at: { binary: '/bin/mimir' } },
  gateway: 'http://127.0.0.1:8080',
  peers: undefined,
  label: 'test',
  store: 'folder',
}

/** Pods that find each other by name, and share a bucket. */
export const onKubernetes: Surroundings = {
  program: { name: 'mimir', version: '3.1.0', at: { image: 'mimir:test' } },
  gateway: 'http://gateway',
  peers: 'peers.ns.svc.cluster.local.',
  label: 'run-1',
  store: {
    endpoint: 's3:7070',
    bucket: 'mimir',
    accessKeyId: { of: 'secret', secret: 's3', key: 'accessKeyId' },
    secretAccessKey: { of: 'secret', secret: 's3', key: 'secretAccessKey' },
  },
}

/** The fleet of a topology, on processes. */
export const fleet = (topology: Topology): Fleet => fleetOf(topology, onProcesses)
