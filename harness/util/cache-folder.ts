import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

/** `$XDG_CACHE_HOME/mimir-gauntlet/bin`, or below `~/.cache`. A relative XDG_CACHE_HOME does not count, as its specification says. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const xdg = env.XDG_CACHE_HOME
  return join(xdg && isAbsolute(xdg) ? xdg : join(homedir(), '.cache'), 'mimir-gauntlet', 'bin')
}

/** Where Node keeps code that it has compiled, so that the next start does not compile it again. */
export const compiledFolder = (): string => process.env.NODE_COMPILE_CACHE ?? join(cacheFolder(), 'node')
