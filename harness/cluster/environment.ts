import { join } from 'node:path'
import type { EnvValue, PodTemplate } from '../fleet/fleet.ts'

/** What a pod's variables can stand for, where it runs. */
export interface PodPlace {
  name: string
  /** IP address. */
  host: string
  ports: Readonly<Record<string, number>>
  /** Empty without Kubernetes. */
  namespace: string
  /** Folder of its volume, or of the mount of this name. */
  volume(mount: string | undefined): string
  /** Folder of the files of the fleet. */
  files: string
  /** Folder of what all pods share. @throws Error where there is none */
  shared(): string
  /** `host:port` of the first pod of the nth workload that has pods. @throws Error where pods are found by name */
  peer(nth: number, port: string): string
  /** A value of a Secret. @throws UsageError where there are none */
  secret(secret: string, key: string): string
}

/** The environment of a pod, as its template wants it. */
export const environmentOf = ({ env }: Pick<PodTemplate, 'env'>, place: PodPlace): Record<string, string> =>
  Object.fromEntries(Object.entries(env).map(([name, value]) => [name, resolved(value, place)]))

function resolved(value: EnvValue, place: PodPlace): string {
  if (typeof value === 'string') return value
  switch (value.of) {
    case 'name':
      return place.name
    case 'address':
      return place.host
    case 'namespace':
      return place.namespace
    case 'port':
      return String(place.ports[value.port])
    case 'volume':
      return place.volume(value.mount)
    case 'shared':
      return place.shared()
    case 'file':
      return join(place.files, value.file)
    case 'peer':
      return place.peer(value.nth, value.port)
    case 'secret':
      return place.secret(value.secret, value.key)
  }
}

/** Arguments with `$(NAME)` replaced by the variable; what is no variable stays, and `$$` is a dollar sign, as in Kubernetes. */
export const expanded = (args: readonly string[], env: Readonly<Record<string, string>>): string[] =>
  args.map(arg =>
    arg.replace(/\$\$|\$\((\w+)\)/g, (whole, name: string | undefined) =>
      name === undefined ? '$' : (env[name] ?? whole),
    ),
  )
