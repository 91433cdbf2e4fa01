import { isDeepStrictEqual } from 'node:util'
import type { EnvValue } from '../../fleet/fleet.ts'
import type { PodVariable } from './base-config.ts'
import { groups } from './modes.ts'
import type { Component, Workload } from './topology.ts'
import { supports, type Version } from './versions.ts'

/** The variables that the shared config leaves open, for a pod of this workload. @param runtime name of the runtime config file */
export const podEnv = ({ zone }: Pick<Workload, 'zone'>, runtime: string): Record<PodVariable, EnvValue> => ({
  ID: { of: 'name' },
  ZONE: zone ?? '',
  IP: { of: 'address' },
  HTTP_PORT: { of: 'port', port: 'http' },
  GRPC_PORT: { of: 'port', port: 'grpc' },
  GOSSIP_PORT: { of: 'port', port: 'gossip' },
  DATA: { of: 'volume' },
  RUNTIME: { of: 'file', file: runtime },
})

/** The command line of a pod, without the program: the shared config, its target, and the flags of its workload, which win over the config. */
export const podArgs = (
  { modules, flags }: Pick<Workload, 'modules' | 'flags'>,
  configFile: string,
  version?: Version,
): string[] => [
  `-config.file=${configFile}`,
  '-config.expand-env=true',
  `-target=${targetOf(modules, version)}`,
  ...Object.entries(flags).map(([flag, value]) => `-${flag}=${value}`),
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
