import type { Platform } from './platform.ts'
import type { Mirror } from './resolve-options.ts'
import { releasesOf, type ToolSpec } from './tools.ts'

/** One file of a release and the checksum file beside it. */
export interface Release {
  asset: string
  url: string
  /** The address of the checksum file. */
  checksums: string
  /** The path of the binary inside the asset, when that is an archive. */
  member: string | undefined
}

const GITHUB = 'https://github.com/'

/**
 * Where a version lies for a platform. A mirror stands in for https://github.com, and has what lies elsewhere in a folder called like the
 * host: `<mirror>/get.helm.sh` (docs/mirrors.md).
 */
export function releaseOf(spec: ToolSpec, version: string, platform: Platform, mirror: Mirror | undefined): Release {
  const release = releasesOf(spec)
  const values = {
    version,
    ...platform,
    Os: { linux: 'Linux', darwin: 'Darwin' }[platform.os],
    machine: machine(platform),
  }
  const fill = (template: string) =>
    template.replace(/\{(version|os|arch|Os|machine)\}/g, (_, key: keyof typeof values) => values[key])
  const origin = fill(release.folder)
  const folder = mirror ? `${mirror.base}/${origin.replace(GITHUB, '').replace('https://', '')}` : origin
  const asset = fill(release.asset)
  return {
    asset,
    url: `${folder}/${asset}`,
    checksums: `${folder}/${fill(release.checksums)}`,
    member: release.member && fill(release.member),
  }
}

/** The address of the server that has a tool's releases, or of the mirror in its stead. */
export const serverOf = (spec: ToolSpec, mirror: Mirror | undefined): string =>
  mirror?.base ?? new URL(releasesOf(spec).folder).origin

const machine = ({ arch }: Platform): string => (arch === 'amd64' ? 'x86_64' : arch)

/**
 * The SHA-256 of `asset` in a checksum file as `sha256sum` writes it, one `<hex>  <name>` a line. A file of one line may
 * leave the name out, as some do. Undefined when the asset is not in it.
 */
export function checksumFor(asset: string, file: string): string | undefined {
  const lines = file.split('\n').flatMap(line => {
    const found = /^([0-9a-f]{64})(?:\s+\*?(\S+))?\s*$/i.exec(line)
    return found ? [{ hex: found[1]!.toLowerCase(), name: found[2]?.split('/').at(-1) }] : []
  })
  const named = lines.find(({ name }) => name === asset)
  const only = lines.length === 1 && lines[0]?.name === undefined ? lines[0] : undefined
  return (named ?? only)?.hex
}
