import { readFile, writeFile } from 'node:fs/promises'

/**
 * Names of Services, as Kubernetes' DNS has them: `querier-headless` leads to the addresses of all pods of workload querier. Pods of a run in
 * namespaces see the /etc/hosts of their place, which Go programs read again within 5 s of a change (net/hosts.go).
 * @param place empty for the main one, whose file is the one that the run itself sees
 */
export const hostsOf = (place: string): string => (place === '' ? HOSTS : `${HOSTS}-${place}`)

/** What the run itself sees as /etc/hosts. */
export const HOSTS = '/run/hosts'

const originals = new Map<string, string>()

/** Names these pods, and nobody else. Written in place: the pods see this very file. */
export async function giveNames(
  place: string,
  pods: readonly { workload: string; address: { host: string } }[],
): Promise<void> {
  const hosts = hostsOf(place)
  const original = originals.get(hosts) ?? (await readFile(hosts, 'utf8'))
  originals.set(hosts, original)
  const lines = pods.map(({ workload, address }) => `${address.host} ${workload}-headless`)
  await writeFile(hosts, `${original}\n${lines.join('\n')}\n`)
}

/** The command that runs `argv` with the names of a place. The process keeps its id. */
export const withHosts = (place: string, argv: readonly string[]): readonly string[] =>
  place === ''
    ? argv
    : ['unshare', '--mount', 'sh', '-ec', 'mount --bind "$0" /etc/hosts\nexec "$@"', hostsOf(place), ...argv]
