import { isDeepStrictEqual } from 'node:util'
import type { Variable } from './base-config.ts'
import { groups } from './modes.ts'
import type { Component, PodSpec } from './types.ts'
import { supports, type Version } from './versions.ts'

/** Where a pod listens. */
interface PodPorts {
  host: string
  http: number
  grpc: number
  gossip: number
}

/** Paths on the pod's host: its volume, the storage all pods share, and the runtime config file. */
interface PodPaths {
  data: string
  shared: string
  runtime: string
}

/** The variables that the shared config leaves open, for one pod. */
export const podEnv = (spec: PodSpec, address: PodPorts, paths: PodPaths): Record<Variable, string> => ({
  ID: spec.name,
  ZONE: spec.workload.zone ?? '',
  IP: address.host,
  HTTP_PORT: String(address.http),
  GRPC_PORT: String(address.grpc),
  GOSSIP_PORT: String(address.gossip),
  DATA: paths.data,
  SHARED: paths.shared,
  RUNTIME: paths.runtime,
})

/** The command line of a pod, without the binary: the shared config, its target, and the flags of its workload, which win over the config. */
export const podArgs = ({ workload }: PodSpec, configFile: string, version?: Version): string[] => [
  `-config.file=${configFile}`,
  '-config.expand-env=true',
  `-target=${targetOf(workload.modules, version)}`,
  ...Object.entries(workload.flags).map(([flag, value]) => `-${flag}=${value}`),
]

/** The value of `-target`: the name of a read-write group where Mimir has one, else the list of modules. */
export function targetOf(modules: readonly Component[], version: Version | undefined): string {
  if (version && supports(version, 'read-write targets')) {
    const sorted = [...modules].sort()
    const named = Object.entries(groups).find(([, group]) => isDeepStrictEqual([...group].sort(), sorted))
    if (named) return named[0].replace('mimir-', '')
  }
  return modules.join(',')
}
