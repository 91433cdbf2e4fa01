import { statusLine } from '../report/status-line.ts'
import type { Tool } from '../toolchain/locate.ts'
import { resolveTool } from '../toolchain/resolve.ts'
import type { ToolName } from '../toolchain/tools.ts'
import type { RunFlags } from './options.ts'

/** Finds or fetches a tool under a status line. @throws UsageError when it can not be had. */
export const find = (name: ToolName, flags: RunFlags, signal: AbortSignal): Promise<Tool> =>
  underLine(
    `find ${name}`,
    flags,
    onProgress =>
      resolveTool(name, {
        given: flags[name],
        statedVersion: name === 'mimir' ? flags.mimirVersion : undefined,
        offline: flags.offline,
        onProgress,
        signal,
      }),
    found => `${found.version} (${found.source})`,
  )

/** Does something that takes a while under a status line. */
export async function underLine<T>(
  what: string,
  { json }: RunFlags,
  act: (onProgress: (text: string) => void) => Promise<T>,
  say?: (result: T) => string,
): Promise<T> {
  const line = statusLine(process.stdout, { json })
  line.begin(what)
  try {
    const result = await act(text => line.progress(text))
    line.end(true, say?.(result))
    return result
  } catch (thrown) {
    line.end(false)
    throw thrown
  }
}
