import type { Client } from '../../../load/client.ts'
import type { Probe } from './probe.ts'
import { Probers } from './probers.ts'

/** Asks again and again until it is stopped. */
export const probeClient = (probe: Probe): Client => ({
  async start({ run, cluster, recorder }) {
    const probers = new Probers({ probe, dataset: run.dataset, gateway: cluster.gateway, recorder })
    probers.start()
    return probers
  },
})
