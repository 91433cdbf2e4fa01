import { join } from 'node:path'
import { kindFolder } from '../../../kind/offline/node-image.ts'
import { command } from '../../util/command.ts'
import { UsageError } from '../../util/errors.ts'
import { searchable } from '../../util/search-path.ts'

/** Milliseconds: a node image of 400 MB takes ten seconds. */
const LOAD = 300_000

/** Where an engine of our own keeps its images from run to run. */
export const engineFolder = (): string => join(kindFolder(), 'engine')

/**
 * Runs a docker command.
 * @param env has DOCKER_HOST where the engine is not the usual one.
 * @returns what it printed. @throws Error with the last line of its complaint.
 */
export async function docker(env: NodeJS.ProcessEnv, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await command('docker', args, { env, timeout: 60_000 })
  if (code === 0) return stdout
  throw new Error(`docker ${args.join(' ')}: ${stderr.trim().split('\n').at(-1) || `exit code ${code}`}`)
}

/** Loads an image from a .tar.zst. @throws UsageError when the engine can not take it. */
export async function loadArchive(env: NodeJS.ProcessEnv, archive: string, signal?: AbortSignal): Promise<void> {
  const pipe = 'set -o pipefail; zstd -dc "$1" | docker load --quiet'
  const { code, stderr } = await command('bash', ['-c', pipe, 'bash', archive], { env, timeout: LOAD, signal })
  if (code === 0) return
  throw new UsageError(
    `the Docker engine can not load ${archive} (${stderr.trim() || `exit code ${code}`})`,
    'see what docker load says; deleting the file has it built again',
  )
}

/** What `docker` reaches: an engine; none, though a dockerd is installed that can be started; or nothing. */
export type Docker = 'answers' | 'could be started' | 'none'

/**
 * Asks whether a Docker engine answers.
 * @throws UsageError when one does and refuses this user.
 */
export async function findDocker(): Promise<Docker> {
  const info = await tried('docker', 'info', '--format', '{{.ServerVersion}}')
  if (info?.code === 0 && info.stdout.trim() !== '') return 'answers'
  if (/permission denied/i.test(info?.stderr ?? '')) {
    throw new UsageError(
      'a Docker engine runs, and this user may not use it',
      'add the user to the group docker (usermod -aG docker $USER, then log in again), or run with sudo -E',
    )
  }
  return (await tried('dockerd', '--version'))?.code === 0 ? 'could be started' : 'none'
}

/** Fetches an image. @returns the reason when it can not be had. */
export async function pull(image: string, signal: AbortSignal): Promise<string | undefined> {
  const { code, stderr } = await command('docker', ['pull', '--quiet', image], { timeout: 600_000, signal })
  return code === 0 ? undefined : (stderr.trim().split('\n').at(-1) ?? `exit code ${code}`)
}

const tried = (file: string, ...args: string[]) =>
  command(file, args, { env: searchable(), timeout: 10_000 }).catch(() => undefined)
