import { fileURLToPath } from 'node:url'

/** `.ts` in a checkout, where Node strips types; `.js` in the built package, since it strips none below node_modules. */
export const extensionOf = (module: string): '.ts' | '.js' => (module.endsWith('.ts') ? '.ts' : '.js')

/**
 * The path of a program that is started, not imported: it has its caller's extension.
 * @param module the caller's `import.meta.url`.
 * @param name relative to it and without extension: `./worker`.
 */
export const sibling = (module: string, name: string): string =>
  fileURLToPath(new URL(name + extensionOf(module), module))
