import { fileURLToPath } from 'node:url'
import type { Usual } from '../util/usual.ts'

/** The tools of the core. A subject has one more, its program. */
export type ToolName = 'prometheus' | 'promtool' | 'versitygw' | 'helm' | 'kind' | 'k6'

/** What a binary says about itself. */
export interface Version {
  /** `3.0.5`, `3.1.0-dev.20260423` */
  version: string
  revision: string
}

/** A program the harness needs: how to ask it for its version, where its releases lie, how to build it. Data only. */
export interface ToolSpec {
  /** The name of the binary, of the folder in the cache, and of the flag (`--prometheus`). */
  name: string
  /** What people call it. */
  title: string
  /** The environment variable that names a binary. */
  env: string
  /** How to ask for the version. `says` finds the group `version` in the answer, and `revision` where the binary tells it. */
  ask: { args: readonly string[]; says: RegExp }
  /** The oldest version the harness can work with, as `major.minor`. */
  oldest?: string
  /** What it is for, when not every run needs it. */
  onlyFor?: string
  /** Left out where it is the project's own, and built here alone. */
  release?: ReleaseSpec
  build?: BuildSpec
}

/** A program that others release. */
export type ReleasedTool = ToolSpec & { release: ReleaseSpec }

/**
 * Where a release lies. Filled in are `{version}`, `{os}` and `{arch}` as Go spells them (`linux`, `amd64`), `{Os}` and `{machine}` as
 * goreleaser's archives often do (`Linux`, `x86_64`).
 */
interface ReleaseSpec {
  /** The version to take when nobody asks for another. */
  version: string
  /** The address that has the files below it. */
  folder: string
  asset: string
  /** The file, in the same folder, with the SHA-256 of the asset. */
  checksums: string
  /** The path of the binary when the asset is a .tar.gz. */
  member?: string
}

/** How to build from a Go module. */
export interface BuildSpec {
  /** A folder with the go.mod and go.sum that pin everything. */
  folder: string
  package: string
  tags: readonly string[]
  /** The Go variables that the linker fills in, by their full name; `{version}` and `{revision}` are those of the build. */
  stamp: Readonly<Record<string, string>>
  /** What the build is a build of, from the text of its go.mod. */
  version: (goMod: string) => Version
  /** How long a build takes on two cores, for people who wait. */
  usually: Usual
}

export const github = (repository: string, tag: string) => `https://github.com/${repository}/releases/download/${tag}`

export const minutes = (least: number, most: number): Usual => ({ least: 60 * least, most: 60 * most })

const modules = (tool: string) => fileURLToPath(new URL(`modules/${tool}`, import.meta.url))

/** `program, version 3.0.5 (branch: HEAD, revision: 1a2b3c)`, as programs with Prometheus' version package say it. */
export const says = (program: string) =>
  new RegExp(`^${program}, version (?<version>\\S*) \\(branch: .*, revision: (?<revision>\\S*)\\)`, 'm')

/** The variables of a package that follows Prometheus' version package. */
export const buildInfo = (goPackage: string) => ({
  [`${goPackage}.Version`]: '{version}',
  [`${goPackage}.Revision`]: '{revision}',
  [`${goPackage}.Branch`]: 'go-module',
})

/** The version of a build whose Go module is tagged as its releases are. */
const asTagged = (module: string) => (goMod: string) => {
  const [, tag, version] = find(goMod, new RegExp(`${module.replaceAll('.', '\\.')} (v(\\d+\\.\\d+\\.\\d+))\\b`))
  return { version: version!, revision: tag! }
}

/** Prometheus publishes 3.5.2 as module v0.305.2. */
export function versionOfPrometheus(goMod: string): Version {
  const [, tag, minor, patch] = find(goMod, /github\.com\/prometheus\/prometheus (v0\.3(\d\d)\.(\d+))/)
  return { version: `3.${Number(minor)}.${patch}`, revision: tag! }
}

export const tools: Readonly<Record<ToolName, ReleasedTool>> = {
  prometheus: {
    name: 'prometheus',
    title: 'Prometheus',
    env: 'PROMETHEUS_BIN',
    ask: { args: ['--version'], says: says('prometheus') },
    release: {
      version: '3.5.2',
      folder: github('prometheus/prometheus', 'v{version}'),
      asset: 'prometheus-{version}.{os}-{arch}.tar.gz',
      checksums: 'sha256sums.txt',
      member: 'prometheus-{version}.{os}-{arch}/prometheus',
    },
    build: {
      folder: modules('prometheus'),
      package: 'github.com/prometheus/prometheus/cmd/prometheus',
      // Without builtinassets: the web interface is not in the Go module, and the observer needs the API alone.
      tags: ['netgo'],
      stamp: buildInfo('github.com/prometheus/common/version'),
      version: versionOfPrometheus,
      usually: minutes(3, 6),
    },
  },
  promtool: {
    name: 'promtool',
    title: 'promtool',
    env: 'PROMTOOL_BIN',
    ask: { args: ['--version'], says: says('promtool') },
    onlyFor: 'rules --check',
    release: {
      version: '3.5.2',
      folder: github('prometheus/prometheus', 'v{version}'),
      asset: 'prometheus-{version}.{os}-{arch}.tar.gz',
      checksums: 'sha256sums.txt',
      member: 'prometheus-{version}.{os}-{arch}/promtool',
    },
    build: {
      // Prometheus' own module, and the two that promtool needs beside it.
      folder: modules('promtool'),
      package: 'github.com/prometheus/prometheus/cmd/promtool',
      tags: ['netgo'],
      stamp: buildInfo('github.com/prometheus/common/version'),
      version: versionOfPrometheus,
      usually: minutes(1, 6),
    },
  },
  versitygw: {
    name: 'versitygw',
    title: 'Versity S3 Gateway',
    env: 'VERSITYGW_BIN',
    ask: { args: ['--version'], says: /^Version\s*: (?<version>\S*)\s*^Build\s*: (?<revision>\S*)/m },
    onlyFor: 'migrations, --storage s3 and --provider kind',
    release: {
      version: '1.8.0',
      folder: github('versity/versitygw', 'v{version}'),
      asset: 'versitygw_v{version}_{Os}_{machine}.tar.gz',
      checksums: 'checksums.txt',
      member: 'versitygw_v{version}_{Os}_{machine}/versitygw',
    },
    build: {
      folder: modules('versitygw'),
      package: 'github.com/versity/versitygw/cmd/versitygw',
      tags: [],
      stamp: { 'main.Version': 'v{version}', 'main.Build': '{revision}' },
      version: asTagged('github.com/versity/versitygw'),
      usually: minutes(1, 4),
    },
  },
  helm: {
    name: 'helm',
    title: 'Helm',
    env: 'HELM_BIN',
    ask: {
      args: ['version'],
      says: /^version\.BuildInfo\{Version:"(?<version>[^"]*)", GitCommit:"(?<revision>[^"]*)"/m,
    },
    oldest: '4.0',
    onlyFor: '--provider kind',
    release: {
      version: '4.3.1',
      // GitHub has signatures of these files, not the files.
      folder: 'https://get.helm.sh',
      asset: 'helm-v{version}-{os}-{arch}.tar.gz',
      checksums: 'helm-v{version}-{os}-{arch}.tar.gz.sha256sum',
      member: '{os}-{arch}/helm',
    },
    build: {
      folder: modules('helm'),
      package: 'helm.sh/helm/v4/cmd/helm',
      tags: [],
      stamp: {
        'helm.sh/helm/v4/internal/version.version': 'v{version}',
        'helm.sh/helm/v4/internal/version.gitCommit': '{revision}',
      },
      version: asTagged('helm.sh/helm/v4'),
      usually: minutes(3, 8),
    },
  },
  kind: {
    name: 'kind',
    title: 'kind',
    env: 'KIND_BIN',
    ask: { args: ['version'], says: /^kind v(?<version>\S*) go/m },
    onlyFor: '--provider kind',
    release: {
      version: '0.30.0',
      folder: github('kubernetes-sigs/kind', 'v{version}'),
      asset: 'kind-{os}-{arch}',
      checksums: 'kind-{os}-{arch}.sha256sum',
    },
    build: {
      folder: modules('kind'),
      package: 'sigs.k8s.io/kind',
      tags: [],
      // The version is in its source, and a release says nothing of its commit.
      stamp: {},
      version: asTagged('sigs.k8s.io/kind'),
      usually: { least: 10, most: 30 },
    },
  },
  k6: {
    name: 'k6',
    title: 'Grafana k6',
    env: 'K6_BIN',
    ask: { args: ['version'], says: /^k6 v(?<version>\S*) \((?:commit\/(?<revision>[^,]*), )?go/m },
    // It runs TypeScript as it is since 1.0.
    oldest: '1.0',
    onlyFor: 'scenarios with k6',
    release: {
      version: '1.8.1',
      folder: github('grafana/k6', 'v{version}'),
      // For macOS there are zips of another name; there it is built.
      asset: 'k6-v{version}-{os}-{arch}.tar.gz',
      checksums: 'k6-v{version}-checksums.txt',
      member: 'k6-v{version}-{os}-{arch}/k6',
    },
    build: {
      folder: modules('k6'),
      package: 'go.k6.io/k6',
      tags: [],
      // The version is in its source.
      stamp: {},
      version: asTagged('go.k6.io/k6'),
      usually: minutes(1, 8),
    },
  },
}

/** Where a tool's releases lie. @throws Error for one that has none, which nobody asks for */
export function releasesOf({ name, release }: ToolSpec): ReleaseSpec {
  if (!release) throw new Error(`${name} was never released`)
  return release
}

export function find(goMod: string, pattern: RegExp): RegExpExecArray {
  const found = pattern.exec(goMod)
  if (!found) throw new Error(`go.mod has no line like ${pattern}`)
  return found
}
