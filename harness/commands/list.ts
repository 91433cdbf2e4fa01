import { catalogue, select } from '../scenario/catalogue.ts'
import type { Variant } from '../scenario/scenario.ts'
import { checkOwn } from './check-own.ts'

/**
 * Scenarios with their variants and controls, for people or as JSON lines.
 * @param words ids, suites or files; none means all that come with the project. Types of the user's own files are checked.
 * @throws UsageError for a word that means nothing, and for a file that is not in order
 */
export async function list(words: readonly string[], json: boolean): Promise<string> {
  const entries = words.length === 0 ? await catalogue() : await select(words)
  await checkOwn(entries, true)
  if (json) {
    return entries
      .map(({ scenario: { id, title, proves, suites, controls, variants = {}, faultMatrix } }) =>
        JSON.stringify({
          id,
          title,
          proves,
          suites,
          variants: described(variants),
          faultMatrix,
          controls: controls.map(c => ({ id: c.id, description: c.description })),
        }),
      )
      .join('\n')
  }
  return entries
    .map(({ scenario: { id, title, suites, controls, variants = {} } }) =>
      [
        `${id}  ${title}  [${suites.join(', ')}]`,
        ...described(variants).map(r => `    --variant ${r.id}: ${r.description}`),
        ...controls.map(c => `    --control ${c.id}: ${c.description}`),
      ].join('\n'),
    )
    .join('\n')
}

const described = (variants: Readonly<Record<string, Variant>>) =>
  Object.entries(variants).map(([id, { description }]) => ({ id, description }))
