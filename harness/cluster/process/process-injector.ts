import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { UsageError } from '../../util/errors.ts'
import { INVOCATION } from '../../util/invocation.ts'
import type { FaultInjector } from '../cluster.ts'
import type { BusyLoops } from './busy-loops.ts'
import type { Partitions } from './partitions.ts'
import type { ProcessPod } from './process-pod.ts'

/**
 * The deeds of faults, on processes.
 * @param pods all there are.
 * @param partitions undefined where pods have no networks of their own, which a partition needs.
 * @param volumes the folder that has a folder for every volume, whether its pod is there or not.
 * @param busy loops that count as pods' own.
 * @param zonesDown zones that are taken away at the moment; kept up to date here.
 * @param reroute called when pods go or come: the gateway sends nothing to a pod that is known to be gone, as a Service does.
 */
export function processInjector(
  pods: () => readonly ProcessPod[],
  pod: (name: string) => ProcessPod,
  partitions: Partitions | undefined,
  zonesDown: Set<string>,
  reroute: () => void,
  volumes: string,
  busy: BusyLoops,
): FaultInjector {
  const slot = (name: string) => pods().find(p => p.name === name)
  /** Who was hit, by name: a step may take such a pod away for good, or give its slot to another one. */
  const hit = new Map<string, ProcessPod>()
  const hurt = (name: string) => {
    const it = pod(name)
    hit.set(name, it)
    return it
  }
  const hurtOr = (name: string) => hit.get(name) ?? pod(name)
  const bringBack = (it: ProcessPod) => it.bringBack(pods().includes(it))
  const inZones = async (zones: readonly string[], act: (pod: ProcessPod) => Promise<void>) => {
    await Promise.all(
      pods()
        .filter(p => p.zone && zones.includes(p.zone))
        .map(act),
    )
    reroute()
  }
  return {
    async stopZones(zones) {
      for (const zone of zones) zonesDown.add(zone)
      await inZones(zones, p => p.takeDown())
    },
    async startZones(zones) {
      for (const zone of zones) zonesDown.delete(zone)
      await inZones(zones, bringBack)
    },
    async kill(name) {
      await hurt(name).takeDown()
      reroute()
    },
    async start(name) {
      const it = hurtOr(name)
      hit.delete(name)
      await bringBack(it)
      reroute()
    },
    pause: name => hurt(name).pause(),
    async resume(name) {
      await hurtOr(name).resume()
      hit.delete(name)
    },
    processState: name => hurtOr(name).processState(),
    burn: (names, loops, ms) => busy.run(names, loops, ms),
    async partition(names) {
      if (!partitions) {
        throw new UsageError(
          'a partition needs pods with networks of their own, and this run has none',
          `run with --addresses ip where \`${INVOCATION} doctor\` says that pods can be cut off`,
        )
      }
      await partitions.cutOff(names.map(n => pod(n).address.host))
    },
    heal: async () => partitions?.healAll(),
    async volumes() {
      const names = await readdir(volumes).catch((): string[] => [])
      return names.sort().map(name => ({ pod: name, inUse: slot(name) !== undefined }))
    },
    deleteVolume: name => slot(name)?.deleteVolume() ?? rm(join(volumes, name), { recursive: true, force: true }),
    volumeSize: name => pod(name).volumeSize(),
  }
}
