import type { Yaml } from './topology.ts'

/** A YAML document whose top is a mapping, as Mimir's config is. */
export interface Tree {
  readonly [key: string]: Yaml
}

const isTree = (value: Yaml | undefined): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Lays trees over each other: mappings merge key by key, everything else (lists too) is replaced by the later one. No mapping of the
 * result is one of the given ones, so that YAML has no reason to write anchors.
 */
export function merge(...trees: Tree[]): Tree {
  const result: Record<string, Yaml> = {}
  for (const tree of trees) {
    for (const [key, value] of Object.entries(tree)) {
      const before = result[key]
      result[key] = isTree(value) ? merge(isTree(before) ? before : {}, value) : value
    }
  }
  return result
}

/** The value at a dotted path (`querier.ring.instance_id`), or undefined. */
export function at(tree: Tree, path: string): Yaml | undefined {
  let value: Yaml | undefined = tree
  for (const key of path.split('.')) value = isTree(value) ? value[key] : undefined
  return value
}

/** The tree without what is at these dotted paths. */
export function without(tree: Tree, paths: readonly string[]): Tree {
  return Object.fromEntries(
    Object.entries(tree).flatMap(([key, value]) => {
      if (paths.includes(key)) return []
      const below = paths.filter(path => path.startsWith(`${key}.`)).map(path => path.slice(key.length + 1))
      return [[key, isTree(value) && below.length > 0 ? without(value, below) : value]]
    }),
  )
}

/** Every leaf by its dotted path, in document order. Lists and empty mappings are leaves. */
export function leaves(tree: Tree, prefix = ''): [path: string, value: Yaml][] {
  return Object.entries(tree).flatMap(([key, value]): [string, Yaml][] =>
    isTree(value) && Object.keys(value).length > 0 ? leaves(value, `${prefix}${key}.`) : [[`${prefix}${key}`, value]],
  )
}
