import type { Proofs, Scene } from '../faults/fault.ts'
import { PROOF_DEADLINE } from '../faults/proof.ts'
import { waitForHttp } from '../util/wait-for-http.ts'

/** Nobody counts a Prometheus as a member of anything: what it says of itself is all there is. */
export const prometheusProofs: Proofs = {
  lost: async () => 'nobody counts it as a member',
  joined: answers,
  restored: answers,
  emptied: () => Promise.reject(new Error('no scenario takes its volume away as a fault')),
}

async function answers({ cluster, signal }: Scene, pods: readonly string[]): Promise<string> {
  for (const name of pods) {
    const { url } = cluster.pod(name)
    await waitForHttp(`${url}/-/ready`, { for: `${name} to be ready`, deadline: PROOF_DEADLINE, signal })
  }
  return `${pods.join(', ')} ${pods.length === 1 ? 'is' : 'are'} ready`
}
