import { extensionOf } from './sibling.ts'

/** What the user types before a subcommand: in a checkout, or where the package is installed. */
export const INVOCATION = extensionOf(import.meta.url) === '.ts' ? 'npm run scenario --' : 'npx mimir-gauntlet'
