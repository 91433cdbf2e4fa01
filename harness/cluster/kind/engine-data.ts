import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Where clusters get their networks from, a /24 each. */
const POOL = '172.30.0.0/16'
/**
 * Where containers ask for names outside: an address in the first, and usually only, network, since nodes let nothing out to any other. Not
 * the gateway's, on which kind lets its nodes answer themselves; and one that Docker gives to no container, as it counts from below.
 */
export const NAMES = '172.30.0.253'

/** Everything dockerd is told. In a file of its own, so that the machine's /etc/docker/daemon.json has no say. */
export function daemonConfig(options: {
  dataRoot: string
  scratch: string
  socket: string
  runc: string
  cgroup: string
}): object {
  const { dataRoot, scratch, socket, runc, cgroup } = options
  return {
    hosts: [`unix://${socket}`],
    'data-root': dataRoot,
    'exec-root': join(scratch, 'exec'),
    pidfile: join(scratch, 'docker.pid'),
    // Clusters have a network of their own each; the default one would only be there to be forgotten.
    bridge: 'none',
    runtimes: { cap: { path: runc } },
    'default-runtime': 'cap',
    'exec-opts': ['native.cgroupdriver=cgroupfs'],
    'cgroup-parent': cgroup,
    'default-address-pools': [{ base: POOL, size: 24 }],
    // Names outside are asked for where nobody knows any (engine-names.ts); the machine's own search domains would only add questions.
    dns: [NAMES],
    'dns-search': ['.'],
  }
}

/**
 * Tells the containers that a killed engine left not to start with the next one: kind's nodes have a restart policy, and an engine that
 * starts obeys it before anyone can delete them.
 */
export async function forgetContainers(dataRoot: string): Promise<void> {
  const folder = join(dataRoot, 'containers')
  for (const id of await readdir(folder).catch(() => [])) {
    const file = join(folder, id, 'hostconfig.json')
    const text = await readFile(file, 'utf8').catch(() => undefined)
    if (text !== undefined) await writeFile(file, withoutRestart(text))
  }
}

/** A container's hostconfig.json that says: start it only when told to. */
export function withoutRestart(hostConfig: string): string {
  try {
    return JSON.stringify({ ...JSON.parse(hostConfig), RestartPolicy: { Name: 'no', MaximumRetryCount: 0 } })
  } catch {
    // Half-written: the engine will not make a container of it either.
    return hostConfig
  }
}
