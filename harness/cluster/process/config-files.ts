import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type ConfigContext,
  configLayers,
  type Layer,
  mimirConfig,
  runtimeConfig,
  type Storage,
} from '../../topology/mimir-config.ts'
import { podArgs, podEnv } from '../../topology/pod.ts'
import { toYaml } from '../../topology/to-yaml.ts'
import type { PodSpec, Topology } from '../../topology/types.ts'
import type { Version } from '../../topology/versions.ts'
import type { PodAddress } from '../cluster.ts'

/** Most join addresses that a pod is given: enough that a restarted seed can not split the cluster. */
const SEEDS = 3

/** Where a run's pods keep what is theirs and what they share. */
export interface Places {
  volume: string
  bucket: string
}

/** What is the same for all topologies of a run. */
interface FileSettings {
  /** Where the files are written. */
  folder: string
  version: Version
  storage: Storage
  /** Base URL of the gateway, by which rulers reach whichever Alertmanagers there are. */
  gateway: string
}

/** The files that a topology becomes, and the command line and environment with which a pod reads them. */
export class ConfigFiles {
  readonly #settings: FileSettings
  readonly #firstPod: (workload: string) => PodAddress

  /** @param firstPod where the first pod of a workload lives, whether it runs yet or not. */
  constructor(settings: FileSettings, firstPod: (workload: string) => PodAddress) {
    this.#settings = settings
    this.#firstPod = firstPod
  }

  get #mimir(): string {
    return join(this.#settings.folder, 'mimir.yaml')
  }

  get #runtime(): string {
    return join(this.#settings.folder, 'runtime.yaml')
  }

  /** Writes both files. Pods read the Mimir config when they start, and the runtime config again and again. */
  async write(topology: Topology): Promise<void> {
    await mkdir(this.#settings.folder, { recursive: true })
    await replace(this.#mimir, toYaml(mimirConfig(topology, this.#context(topology))))
    await this.writeOverrides(topology)
  }

  async writeOverrides(topology: Topology): Promise<void> {
    await replace(this.#runtime, toYaml(runtimeConfig(topology)))
  }

  /** The layers of the config, with the reason for each. */
  layers(topology: Topology): Layer[] {
    return configLayers(topology, this.#context(topology))
  }

  args(spec: PodSpec): string[] {
    return podArgs(spec, this.#mimir, this.#settings.version)
  }

  env(spec: PodSpec, address: PodAddress, { volume, bucket }: Places): Record<string, string> {
    return podEnv(spec, address, { data: volume, shared: bucket, runtime: this.#runtime })
  }

  #context(topology: Topology): ConfigContext {
    const used = topology.workloads.filter(w => w.replicas > 0)
    const seeds = used.slice(0, SEEDS).map(w => this.#firstPod(w.name))
    const { gateway, storage, version } = this.#settings
    return {
      join: seeds.map(a => `${a.host}:${a.gossip}`),
      // Not the address of a pod: rulers read it when they start, and must find whichever Alertmanager there is later.
      alertmanagerUrl: `${gateway}/alertmanager`,
      clusterLabel: 'mimir-gauntlet',
      storage,
      version,
    }
  }
}

/** Writes a file that readers only ever see whole. */
async function replace(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text)
  await rename(`${path}.new`, path)
}
