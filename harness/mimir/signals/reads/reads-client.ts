import type { Client } from '../../../load/client.ts'
import type { Probe } from './probe.ts'
import { Probers } from './probers.ts'

/** Asks again and again until it is stopped. */
export const probeClient = (probe: Probe): Client => ({
  async start({ run: { dataset, spacing }, cluster, recorder }) {
    const { gateway } = cluster
    const probers = new Probers({ probe, dataset, spacing: spacing[probe.path]!, gateway, recorder })
    probers.start()
    return probers
  },
})
