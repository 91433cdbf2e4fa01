import { readFile, writeFile } from 'node:fs/promises'

/**
 * Names of Services, as Kubernetes' DNS has them: `querier-headless` leads to the addresses of all pods of workload querier. Pods of a run in
 * namespaces see the run's own /etc/hosts, which Go programs read again within 5 s of a change (net/hosts.go).
 */
export const HOSTS = '/run/hosts'

let original: string | undefined

/** Names these pods, and nobody else. Written in place: the pods see this very file. */
export async function giveNames(pods: readonly { workload: string; address: { host: string } }[]): Promise<void> {
  original ??= await readFile(HOSTS, 'utf8')
  const lines = pods.map(({ workload, address }) => `${address.host} ${workload}-headless`)
  await writeFile(HOSTS, `${original}\n${lines.join('\n')}\n`)
}
