import type { Binary } from '../history/run.ts'
import { statusLine } from '../report/status-line.ts'
import { foresee, type Outlook } from '../toolchain/foresee.ts'
import { locate, type Tool } from '../toolchain/locate.ts'
import type { ResolveOptions } from '../toolchain/options.ts'
import { fetchTool } from '../toolchain/resolve.ts'
import type { ToolSpec } from '../toolchain/tools.ts'
import { UsageError } from '../util/errors.ts'
import { forecast, sumOf, type Usual, usually } from '../util/usual.ts'
import type { RunFlags } from './options.ts'

/** Tools that are ready to run, by name. */
export type Found = Readonly<Record<string, Tool>>

/**
 * Finds tools, or fetches what is not on this machine, under status lines. Whether all of them can be had is known before the first is built.
 * @throws UsageError when one can not be had.
 */
export async function findTools(specs: readonly ToolSpec[], flags: RunFlags, signal: AbortSignal): Promise<Found> {
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
  const outlooks = missing.length === 0 ? [] : await lookAhead(missing, flags, optionsOf)
  for (const [i, spec] of missing.entries()) {
    const outlook = outlooks[i]!
    const later = buildTimes(outlooks.slice(i + 1))
    found[spec.name] = await underLine(`${outlook.will} ${spec.name} ${outlook.version}`, flags, {
      expect: outlook.will === 'build' ? forecast(outlook.usually, 0, later) : `from ${outlook.from}`,
      act: onProgress => fetchTool(spec, { ...optionsOf(spec), later, onProgress }),
      say: tool => `${tool.version} (${tool.source})`,
    })
  }
  return found
}

type Possible = Exclude<Outlook, { will: 'fail' }>

const buildTimes = (outlooks: readonly Possible[]): Usual[] =>
  outlooks.flatMap(outlook => (outlook.will === 'build' ? [outlook.usually] : []))

/** What will be downloaded and what be built. @throws UsageError when a tool can not be had. */
function lookAhead(
  missing: readonly ToolSpec[],
  flags: RunFlags,
  optionsOf: (spec: ToolSpec) => ResolveOptions,
): Promise<Possible[]> {
  return underLine('see what can be downloaded', flags, {
    act: async () => {
      const outlooks = await Promise.all(missing.map(spec => foresee(spec, optionsOf(spec))))
      return outlooks.map((outlook, i) => {
        if (outlook.will === 'fail') throw new UsageError(`${missing[i]!.name}: ${outlook.why}`, outlook.fix)
        return outlook
      })
    },
    say: outlooks =>
      toCome(
        missing.map(spec => spec.name),
        outlooks,
      ),
  })
}

/** In one line, for those who wait for the first run. */
export function toCome(missing: readonly string[], outlooks: readonly Possible[]): string {
  const of = (will: Outlook['will']) => missing.filter((_, i) => outlooks[i]?.will === will).join(', ')
  const [downloads, builds] = [of('download'), of('build')]
  if (!builds) return downloads
  const why = outlooks.find(outlook => outlook.will === 'build')?.why
  const total = usually(sumOf(buildTimes(outlooks)))
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
export async function underLine<T>(what: string, { json }: RunFlags, { expect, act, say }: Act<T>): Promise<T> {
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
