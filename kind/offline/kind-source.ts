import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tools } from '../../harness/toolchain/tools.ts'
import { type BuildOptions, shell } from './shell.ts'

/** Where the source of kind lies, in the very version of the kind tool; its go.sum says what it must be. Downloads it when need be. */
export async function kindSource(options: BuildOptions): Promise<string> {
  const env = { ...(options.env ?? process.env), GOWORK: 'off' }
  const sh = shell({ ...options, env }, tools.kind.build!.folder)
  const { stdout } = await sh`go mod download -json sigs.k8s.io/kind`
  return (JSON.parse(stdout) as { Dir: string }).Dir
}

/** A manifest that kind's node images carry, and the images it names. */
export interface Manifest {
  /** The name of its file in the node's /kind/manifests. */
  file: string
  text: string
  images: readonly string[]
}

/** Kind has its default manifests as constants in Go: these are the sources, and this is how the constants are called. */
const manifests = [
  { file: 'default-cni.yaml', source: 'const_cni.go', constant: 'defaultCNIManifest' },
  { file: 'default-storage.yaml', source: 'const_storage.go', constant: 'defaultStorageManifest' },
]

/** The default manifests (network, storage) of this kind, unchanged. */
export async function kindManifests(source: string): Promise<Manifest[]> {
  return Promise.all(
    manifests.map(async ({ file, source: name, constant }) =>
      manifestOf(file, constant, await readFile(join(source, 'pkg', 'build', 'nodeimage', name), 'utf8')),
    ),
  )
}

/**
 * Cuts a manifest out of Go text: the raw string of a constant, with other string constants set in.
 * @throws Error when there is no such constant.
 */
export function manifestOf(file: string, constant: string, go: string): Manifest {
  const strings = new Map([...go.matchAll(/const (\w+) = "([^"]*)"/g)].map(([, name, value]) => [name!, value!]))
  const missing = (name: string) => new Error(`kind's source has no constant ${name}`)
  const raw = new RegExp(`const ${constant} = (\`[^\`]*\`(?: \\+ \\w+ \\+ \`[^\`]*\`)*)`).exec(go)?.[1]
  if (raw === undefined) throw missing(constant)
  const text = raw.slice(1, -1).replace(/` \+ (\w+) \+ `/g, (_, name: string) => {
    const value = strings.get(name)
    if (value === undefined) throw missing(name)
    return value
  })
  return { file, text, images: [...strings.values()].filter(value => value.includes('/')) }
}
