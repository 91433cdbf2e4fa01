import { isDeepStrictEqual } from 'node:util'
import type { Layer } from './mimir-config.ts'
import type { Yaml } from './topology.ts'
import { at, leaves, type Tree } from './tree.ts'

/** One setting that is not as Mimir ships it. */
export interface Setting {
  default: string
  value: string
  why: string
}

/**
 * Every setting that differs from Mimir's default, by YAML path. Both trees are the binary's own word: the parsed output of
 * `mimir -print.config`, once with nothing else and once with a pod's config file, flags and environment. So no default is typed by hand, and
 * durations are written the same on both sides. The reason is that of the last layer that has the path; `target` is left out, being
 * what tells pods apart.
 */
export function differences(defaults: Tree, actual: Tree, layers: readonly Layer[]): Record<string, Setting> {
  const before = new Map(leaves(defaults))
  const changed = leaves(actual).filter(
    ([path, value]) => path !== 'target' && !isDeepStrictEqual(before.get(path), value),
  )
  return Object.fromEntries(
    changed.map(([path, value]) => [
      path,
      { default: text(before.get(path)), value: text(value), why: whyOf(path, layers) },
    ]),
  )
}

const whyOf = (path: string, layers: readonly Layer[]): string =>
  layers.findLast(layer => at(layer.tree, path) !== undefined)?.why ??
  "a flag of this pod's workload, or follows from another setting"

function text(value: Yaml | undefined): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
