import type { Parameters } from '../load/parameter.ts'
import { mirrorOf } from '../toolchain/resolve-options.ts'
import { UsageError } from '../util/errors.ts'

/** Where tools are from, and how that is told. */
export interface ToolFlags {
  /** What was given for each tool, by its name: a path or a version; and the versions of programs that do not know their own. */
  given: Readonly<Record<string, string>>
  statedVersions: Readonly<Record<string, string>>
  offline: boolean
  /** A mirror of the release servers. */
  downloadBase?: string
  json: boolean
}

/** What the user typed behind `run`, checked. */
export interface RunFlags extends ToolFlags {
  provider: 'process' | 'kind'
  /** Values of the signals' parameters, by flag. */
  parameters: Parameters
  /** auto: what the scenarios want. */
  storage: 'auto' | 'filesystem' | 's3'
  /** Where images for Kubernetes come from. */
  images: 'auto' | 'pull' | 'build'
  /** A cluster that exists, and the namespace that the run makes in it. */
  kubeconfig?: string
  context?: string
  namespace?: string
  pace: 'fast' | 'real'
  seed: number
  load: 'full' | 'light'
  /** Samples a second of all tenants together, where a scenario does not say its own. */
  rate: number
  control?: string
  /** Which variant of a scenario's documents. */
  variant?: string
  /** Faults at steps, and one fault for each step in a run of its own. */
  fault: string[]
  faultEachStep?: string
  /** Where to stop until Enter. */
  pause?: string
  runs: string
  keep: boolean
  /** Keep the observer's metrics. */
  metrics: boolean
  parallel: number
  /** Rounds, each with the next seed. */
  repeat: number
  addresses: 'ip' | 'port'
  sandbox: 'auto' | 'namespaces' | 'none'
  /** Say what would be done, and do nothing. */
  dry: boolean
  /** What stands before the name of every image that is pulled. */
  registry?: string
}

/** A whole number in a range. @throws UsageError naming the flag and what it takes. */
export function wholeNumber(flag: string, text: string, least: number, most: number): number {
  const n = Number(text)
  if (!/^\d+$/.test(text) || n < least || n > most) {
    throw new UsageError(
      `--${flag} ${text} is not a whole number from ${least} to ${most}`,
      `give one, as in --${flag} ${least + 1}`,
    )
  }
  return n
}

/** The address of a mirror. @throws UsageError when it is none, or when nothing is to be downloaded. */
export function mirrorAddress(text: string, offline: boolean): string {
  if (offline)
    throw new UsageError('--offline downloads nothing, --download-base says from where', 'leave one of them out')
  mirrorOf({ downloadBase: text })
  return text
}

/**
 * What stands before the names of images. @throws UsageError when it names no registry: without a dot, a port or `localhost`, the name of an
 * image begins with a user of Docker Hub.
 */
export function registryPrefix(text: string): string {
  const [host = '', ...folders] = text.split('/')
  const isHost = /^[a-z0-9.-]+(:\d+)?$/.test(host) && (/[.:]/.test(host) || host === 'localhost')
  if (isHost && folders.every(folder => /^[a-z0-9._-]+$/.test(folder))) return text
  throw new UsageError(`--registry ${text} is no registry`, 'give HOST[:PORT][/PREFIX], as in registry.example/mirror')
}

/** One of a few words. @throws UsageError naming the flag and the words. */
export function oneOf<T extends string>(flag: string, text: string, words: readonly T[]): T {
  const word = words.find(w => w === text)
  if (!word) throw new UsageError(`--${flag} ${text} is not known`, `use one of ${words.join(', ')}`)
  return word
}
