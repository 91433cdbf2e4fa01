import type { Binary } from '../history/run-info.ts'
import { statusLine } from '../report/status-line.ts'
import { foresee, type PathAvailability } from '../toolchain/foresee.ts'
import { locate, type Tool } from '../toolchain/locate.ts'
import { fetchTool } from '../toolchain/resolve.ts'
import type { ResolveOptions } from '../toolchain/resolve-options.ts'
import type { ToolSpec } from '../toolchain/tools.ts'
import { UsageError } from '../util/errors.ts'
import { forecast, sumOf, type Usual, usually } from '../util/usual.ts'
import type { ToolFlags } from './run-flags.ts'

/** Tools that are ready to run, by name. */
export type Found = Readonly<Record<string, Tool>>

/**
 * Finds tools, or fetches what is not on this machine, under status lines. Whether all of them can be had is known before the first is built.
 * @throws UsageError when one can not be had.
 */
export async function findTools(specs: readonly ToolSpec[], flags: ToolFlags, signal: AbortSignal): Promise<Found> {
  const optionsOf = ({ name }: ToolSpec): ResolveOptions => ({
    given: flags.given[name],
    statedVersion: flags.statedVersions[name],
    downloadBase: flags.downloadBase,
    offline: flags.offline,
    signal,
  })
  const found: Record<string, Tool> = {}
  const missing: ToolSpec[] = []
  for (const spec of new Set(specs)) {
    const tool = await underLine(`find ${spec.name}`, flags, {
      act: onProgress => locate(spec, { ...optionsOf(spec), onProgress }),
      say: tool => (tool ? `${tool.version} (${tool.source})` : 'not on this machine'),
    })
    if (tool) found[spec.name] = tool
    else missing.push(spec)
  }
  const pathAvailabilities = missing.length === 0 ? [] : await lookAhead(missing, flags, optionsOf)
  for (const [i, spec] of missing.entries()) {
    const pathAvailability = pathAvailabilities[i]!
    const later = buildTimes(pathAvailabilities.slice(i + 1))
    found[spec.name] = await underLine(`${pathAvailability.will} ${spec.name} ${pathAvailability.version}`, flags, {
      expect:
        pathAvailability.will === 'build'
          ? forecast(pathAvailability.usually, 0, later)
          : `from ${pathAvailability.from}`,
      act: onProgress => fetchTool(spec, { ...optionsOf(spec), later, onProgress }),
      say: tool => `${tool.version} (${tool.source})`,
    })
  }
  return found
}

type Possible = Exclude<PathAvailability, { will: 'fail' }>

const buildTimes = (pathAvailabilities: readonly Possible[]): Usual[] =>
  pathAvailabilities.flatMap(pathAvailability => (pathAvailability.will === 'build' ? [pathAvailability.usually] : []))

/** What will be downloaded and what be built. @throws UsageError when a tool can not be had. */
function lookAhead(
  missing: readonly ToolSpec[],
  flags: ToolFlags,
  optionsOf: (spec: ToolSpec) => ResolveOptions,
): Promise<Possible[]> {
  return underLine('see what can be downloaded', flags, {
    act: async () => {
      const pathAvailabilities = await Promise.all(missing.map(spec => foresee(spec, optionsOf(spec))))
      return pathAvailabilities.map((pathAvailability, i) => {
        if (pathAvailability.will === 'fail')
          throw new UsageError(`${missing[i]!.name}: ${pathAvailability.why}`, pathAvailability.fix)
        return pathAvailability
      })
    },
    say: pathAvailabilities =>
      toCome(
        missing.map(spec => spec.name),
        pathAvailabilities,
      ),
  })
}

/** In one line, for those who wait for the first run. */
export function toCome(missing: readonly string[], pathAvailabilities: readonly Possible[]): string {
  const of = (will: PathAvailability['will']) =>
    missing.filter((_, i) => pathAvailabilities[i]?.will === will).join(', ')
  const [downloads, builds] = [of('download'), of('build')]
  if (!builds) return downloads
  const why = pathAvailabilities.find(pathAvailability => pathAvailability.will === 'build')?.why
  const total = usually(sumOf(buildTimes(pathAvailabilities)))
  return `${downloads || 'nothing'} (${why}). Built from Go modules instead, once: ${builds}, ${total} in all`
}

/** Where tools are from, for run.json. */
export const binariesOf = (found: readonly Tool[]): Record<string, Binary> =>
  Object.fromEntries(
    found.map(tool => {
      const { name, path } = tool
      const from = tool.source === 'download' ? { source: tool.source, base: tool.base } : { source: tool.source }
      return [name, { ...from, path }]
    }),
  )

interface Act<T> {
  /** What is known of it beforehand. */
  expect?: string
  act(onProgress: (text: string) => void): Promise<T>
  /** What came of it. */
  say?(result: T): string
}

/** Does something that takes a while under a status line. */
export async function underLine<T>(
  what: string,
  { json }: Pick<ToolFlags, 'json'>,
  { expect, act, say }: Act<T>,
): Promise<T> {
  const line = statusLine(process.stdout, { json })
  line.begin(what, expect)
  try {
    const result = await act(text => line.progress(text))
    line.end(true, say?.(result))
    return result
  } catch (thrown) {
    line.end(false)
    throw thrown
  }
}
