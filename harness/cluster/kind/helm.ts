import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { command } from '../../util/command.ts'
import { UsageError } from '../../util/errors.ts'

export type Chart = 'fleet' | 'observer' | 's3'

const chartFolder = (chart: Chart): string => fileURLToPath(new URL(`../../../charts/${chart}`, import.meta.url))

interface HelmOptions {
  /** The helm command line. */
  helm: string
  kubeconfig: string
  context: string | undefined
  namespace: string
  /** Where the values of each upgrade are kept: what was asked for must be readable afterwards. */
  folder: string
  /** Helm's own caches and configuration go here, not into the user's home. */
  scratch: string
}

/** Releases of our own charts in one namespace; each is named as its chart. */
export class Helm {
  readonly #options: HelmOptions
  #upgrades = 0

  constructor(options: HelmOptions) {
    this.#options = options
  }

  /**
   * Installs a release or changes it, without waiting for its pods.
   * @throws UsageError when the values are not what the chart's schema wants.
   */
  async upgrade(chart: Chart, values: object): Promise<void> {
    const file = join(this.#options.folder, `values-${++this.#upgrades}-${chart}.json`)
    await writeFile(file, JSON.stringify(values, undefined, 2))
    await this.#run('upgrade', '--install', chart, chartFolder(chart), '--values', file)
  }

  async #run(...args: string[]): Promise<void> {
    const { helm, kubeconfig, context, namespace, scratch } = this.#options
    const where = [
      '--kubeconfig',
      kubeconfig,
      '--namespace',
      namespace,
      ...(context ? ['--kube-context', context] : []),
    ]
    const homes = { HELM_CACHE_HOME: scratch, HELM_CONFIG_HOME: scratch, HELM_DATA_HOME: scratch }
    const env = { ...process.env, ...homes }
    const { code, stderr } = await command(helm, [...args, ...where], { env, timeout: 180_000 })
    if (code === 0) return
    const words = stderr
      .trim()
      .split('\n')
      .map(line => line.trim())
      .filter(Boolean)
      .join(' ')
    if (/don't meet the specifications of the schema/.test(words)) {
      throw new UsageError(
        `the chart refuses the values of this fleet: ${words.slice(0, 600)}`,
        'correct the topology, or charts/fleet/values.schema.json',
      )
    }
    throw new Error(`helm ${args.slice(0, 3).join(' ')}: ${words.slice(-600) || `exit code ${code}`}`)
  }
}
