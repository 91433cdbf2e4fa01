import { stringify } from 'yaml'
import type { Tree } from './tree.ts'

/**
 * The tree as a YAML document in block style. `${NAME}` stays unquoted: Mimir expands it before it parses, and a quoted port would
 * be a string where a number is wanted.
 */
export const toYaml = (tree: Tree): string => stringify(tree, { lineWidth: 0 })
