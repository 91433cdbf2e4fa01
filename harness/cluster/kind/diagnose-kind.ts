import { readFile } from 'node:fs/promises'
import type { Diagnosis } from '../../toolchain/host.ts'
import { UsageError } from '../../util/errors.ts'
import { type Docker, findDocker } from './docker.ts'
import { missingForEngine } from './engine.ts'
import { CLUSTER_MEMORY } from './prepare.ts'

/** kind's own word on a cluster of several nodes: https://kind.sigs.k8s.io/docs/user/known-issues, "too many open files". */
const INSTANCES = 512
const WATCHES = 524_288

/** What a run on Kubernetes would find here. None of it matters to a run on processes, so nothing of it is a failure. */
export async function diagnoseKind(): Promise<Diagnosis[]> {
  const limit = async (name: string) =>
    Number(await readFile(`/proc/sys/fs/inotify/${name}`, 'utf8').catch(() => Number.POSITIVE_INFINITY))
  const docker = await findDocker().catch((thrown: unknown) => {
    if (thrown instanceof UsageError) return thrown
    throw thrown
  })
  const root = process.getuid?.() === 0
  const missing = docker === 'could be started' ? await missingForEngine() : undefined
  const ownEngine = docker === 'could be started' && root && !missing
  return [
    aboutDocker(missing ?? docker, root),
    memoryForKind(process.availableMemory()),
    inotify(await limit('max_user_instances'), await limit('max_user_watches'), ownEngine),
  ]
}

export function aboutDocker(docker: Docker | UsageError, root: boolean): Diagnosis {
  const what = 'docker'
  const only = 'only for --provider kind'
  if (docker instanceof UsageError) return { ok: 'warn', what, found: `${docker.what}; ${only}`, fix: docker.fix }
  if (docker === 'answers') return { ok: 'ok', what, found: `an engine answers; ${only}` }
  if (docker === 'could be started' && root) {
    return { ok: 'ok', what, found: `no engine answers; a run starts its own; ${only}` }
  }
  if (docker === 'could be started') {
    const fix = 'start Docker, or run with sudo -E: root starts an engine of its own'
    return { ok: 'warn', what, found: `no engine answers; ${only}`, fix }
  }
  return { ok: 'warn', what, found: `none; ${only}`, fix: 'install Docker, or apt-get install docker.io' }
}

/** `run` refuses to begin with less. */
export function memoryForKind(bytes: number): Diagnosis {
  const [what, found] = ['memory for kind', `${(bytes / 1e9).toFixed(1)} GB available; only for --provider kind`]
  if (bytes >= CLUSTER_MEMORY) return { ok: 'ok', what, found }
  return {
    ok: 'warn',
    what,
    found,
    fix: `a kind cluster does not begin with less than ${CLUSTER_MEMORY / 1e9} GB: free some`,
  }
}

/**
 * Each node of a cluster has watches of its own, and they all count for one user.
 * @param ownEngine whether a run starts an engine of its own, which raises the limits while it lives.
 */
export function inotify(instances: number, watches: number, ownEngine: boolean): Diagnosis {
  const [what, found] = ['inotify', `${instances} inotify instances, ${watches} watches; only for --provider kind`]
  if (instances >= INSTANCES && watches >= WATCHES) return { ok: 'ok', what, found }
  if (ownEngine) return { ok: 'ok', what, found: `${found}, and a run with an engine of its own raises them` }
  const fix = `sysctl fs.inotify.max_user_instances=${INSTANCES} fs.inotify.max_user_watches=${WATCHES}`
  return { ok: 'warn', what, found: `${found}: pods of several nodes can run out of them`, fix }
}
