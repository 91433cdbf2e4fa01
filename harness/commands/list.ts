import { catalogue, select } from '../scenario/catalogue.ts'
import type { Reading } from '../scenario/scenario.ts'
import { checkOwn } from './check-own.ts'

/**
 * Scenarios with their readings and controls, for people or as JSON lines.
 * @param words ids, suites or files; none means all that come with the project. Types of the user's own files are checked.
 * @throws UsageError for a word that means nothing, and for a file that is not in order
 */
export async function list(words: readonly string[], json: boolean): Promise<string> {
  const entries = words.length === 0 ? await catalogue() : await select(words)
  await checkOwn(entries, true)
  if (json) {
    return entries
      .map(({ scenario: { id, title, proves, suites, controls, readings = {}, faultMatrix } }) =>
        JSON.stringify({
          id,
          title,
          proves,
          suites,
          readings: saysOf(readings),
          faultMatrix,
          controls: controls.map(c => ({ id: c.id, says: c.says })),
        }),
      )
      .join('\n')
  }
  return entries
    .map(({ scenario: { id, title, suites, controls, readings = {} } }) =>
      [
        `${id}  ${title}  [${suites.join(', ')}]`,
        ...saysOf(readings).map(r => `    --as ${r.id}: ${r.says}`),
        ...controls.map(c => `    --control ${c.id}: ${c.says}`),
      ].join('\n'),
    )
    .join('\n')
}

const saysOf = (readings: Readonly<Record<string, Reading>>) =>
  Object.entries(readings).map(([id, { says }]) => ({ id, says }))
