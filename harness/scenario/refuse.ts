import { UsageError } from '../util/errors.ts'

/** @throws UsageError always */
export function refuse(what: string, fix: string): never {
  throw new UsageError(what, fix)
}

/**
 * Refuses a name that is not among those there are.
 * @param does what is done with them, before and after their name
 * @throws UsageError with the names there are
 */
export function refuseUnknown(
  does: string,
  what: string,
  names: readonly string[],
  known: readonly string[],
  then?: string,
): void {
  const unknown = names.find(name => !known.includes(name))
  if (unknown === undefined) return
  const sentence = [does, what, `"${unknown}"`, then].filter(part => part !== undefined).join(' ')
  refuse(sentence, `use one of: ${known.join(', ') || '(there is none)'}`)
}
