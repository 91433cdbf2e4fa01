import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { appendFile, cp, mkdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build, versionOfBuild } from '../../harness/toolchain/build.ts'
import { fill, fromCache, type Slot, slot } from '../../harness/toolchain/cache.ts'
import { lock } from '../../harness/toolchain/lock.ts'
import type { BuildSpec, ToolSpec } from '../../harness/toolchain/tools.ts'
import { command } from '../../harness/util/command.ts'
import { UsageError } from '../../harness/util/errors.ts'
import type { Mutant } from './mutant.ts'
import { overlayOf } from './overlay.ts'
import { productOf } from './products.ts'

/** Seconds on two cores, with the product's own packages in Go's cache. */
const USUALLY = { least: 15, most: 60 }

/**
 * The binary of a mutant: from the user's cache, or built from the pinned module.
 * @throws UsageError where an edit does not fit the module, or the build fails
 */
export async function mutantBinary(
  mutant: Mutant,
  { onProgress, signal }: { onProgress: (text: string) => void; signal: AbortSignal },
): Promise<string> {
  const { tool, module } = productOf(mutant)
  const how = { ...tool.build!, usually: USUALLY }
  const place = await slotOf(mutant, how)
  using _held = await lock(place.lock, `mutant ${mutant.id}`, { onProgress, signal })
  if (await fromCache(tool, place, { onProgress, signal })) return place.binary
  const source = await linkedSource({ tool, module, how, version: place.version }, signal)
  await fill(
    tool,
    place,
    async folder => {
      const overlay = await writeOverlay(mutant, source, place.version, folder)
      const replaced = await replacedBy(how, module, source, folder)
      return build(tool, replaced, folder, { onProgress, signal, overlay })
    },
    signal,
  )
  return place.binary
}

/** What is built of which source. */
interface Source {
  tool: ToolSpec
  module: string
  how: BuildSpec
  version: string
}

/**
 * A link to the product's source: Go overlays nothing below its module cache by that name. It stays the same, so that Go compiles what no mutant changes only
 * once.
 */
async function linkedSource({ tool, module, how, version }: Source, signal: AbortSignal): Promise<string> {
  const { folder } = slot(tool, `${version}-source`)
  const link = join(folder, 'source')
  const source = await moduleFolder(how, module, signal)
  await mkdir(folder, { recursive: true })
  if ((await readlink(link).catch(() => undefined)) === source) return link
  await rm(link, { force: true })
  await symlink(source, link)
  return link
}

/** The pinned module, with the product taken from that folder. */
async function replacedBy(how: BuildSpec, module: string, source: string, folder: string): Promise<BuildSpec> {
  const pinned = join(folder, 'pinned')
  await cp(how.folder, pinned, { recursive: true })
  await appendFile(join(pinned, 'go.mod'), `\nreplace ${module} => ${source}\n`)
  return { ...how, folder: pinned }
}

/** By what it is made of: all that is pinned, and the edits. */
async function slotOf(mutant: Mutant, how: BuildSpec): Promise<Slot> {
  const { id, edits, adds } = mutant
  const { tool } = productOf(mutant)
  const { version } = await versionOfBuild(how)
  const pinned = await readFile(join(how.folder, 'go.sum'), 'utf8')
  const hash = createHash('sha256')
    .update(JSON.stringify([pinned, how.tags, edits, adds]))
    .digest('hex')
    .slice(0, 12)
  const { folder } = slot(tool, `${version}-${id}-${hash}`)
  return { version, folder, binary: join(folder, tool.name), lock: join(folder, '.lock') }
}

/** Where Go keeps the source of the pinned product; it is fetched where it is not there yet. */
async function moduleFolder(how: BuildSpec, module: string, signal: AbortSignal): Promise<string> {
  const ended = await command('go', ['mod', 'download', '-json', module], {
    cwd: how.folder,
    env: { ...process.env, GOWORK: 'off' },
    signal,
  })
  if (ended.code === 0) return (JSON.parse(ended.stdout) as { Dir: string }).Dir
  throw new UsageError(
    `the source of ${module} can not be fetched (${(ended.stderr || ended.stdout).trim()})`,
    'try again with a network, or set GOPROXY to a mirror',
  )
}

/** @returns the file that `go build -overlay` takes. */
async function writeOverlay(mutant: Mutant, module: string, version: string, folder: string): Promise<string> {
  const read = (file: string): string | undefined => {
    try {
      return readFileSync(join(module, file), 'utf8')
    } catch {
      return undefined
    }
  }
  const edited = join(folder, 'edited')
  await mkdir(edited)
  const replace: Record<string, string> = {}
  for (const [i, { place, text }] of overlayOf(mutant, module, version, read).entries()) {
    replace[place] = join(edited, `${i}.go`)
    await writeFile(replace[place], text)
  }
  const overlay = join(folder, 'overlay.json')
  await writeFile(overlay, JSON.stringify({ Replace: replace }))
  return overlay
}
