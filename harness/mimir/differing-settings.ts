import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { parse } from 'yaml'
import type { Layer } from './topology/mimir-config.ts'
import { differences, type Setting } from './topology/settings.ts'
import type { Tree } from './topology/tree.ts'

/** How the pods of a run were started, and why so: enough to say later which settings they had. */
export interface Started {
  mimir: string
  layers: readonly Layer[]
  /** One pod for each set of flags. */
  pods: readonly { args: readonly string[]; env: Readonly<Record<string, string>> }[]
  /** What was set outside of Mimir's own configuration. */
  others: Readonly<Record<string, Setting>>
}

/**
 * Every setting of any pod that differs from Mimir's default, by the binary's own word: it prints its configuration once with nothing
 * given and once as each pod is started. These calls end by themselves without starting anything.
 */
export async function settingsOf({ mimir, layers, pods, others }: Started): Promise<Record<string, Setting>> {
  const defaults = await printConfig(mimir, [], {})
  const each = await Promise.all(
    pods.map(async ({ args, env }) => differences(defaults, await printConfig(mimir, args, env), layers)),
  )
  return Object.assign({}, others, ...each)
}

async function printConfig(
  mimir: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Tree> {
  const { stdout } = await promisify(execFile)(mimir, [...args, '-print.config'], {
    env,
    maxBuffer: 16 << 20,
    timeout: 30_000,
  })
  return parse(stdout) as Tree
}
