import { type Entry, isOurs } from '../scenario/catalogue.ts'

/**
 * Has the compiler look at scenarios outside of the project's folders.
 * @param asked whether that is what the user wants to know: then it is said when there is no compiler to ask.
 * @throws UsageError with the first errors
 */
export async function checkOwn(entries: readonly Entry[], asked: boolean): Promise<void> {
  const own = entries.map(e => e.file).filter(file => !isOurs(file))
  if (own.length === 0) return
  // Loaded on demand: a compiler is large.
  const { checkTypes } = await import('../scenario/check-types.ts')
  if ((await checkTypes(own)) || !asked) return
  process.stderr.write('types were not checked, for want of a compiler: npm install --save-dev typescript\n')
}
