import { catalogue } from '../scenario/catalogue.ts'
import type { Reading } from '../scenario/scenario.ts'

/** All scenarios with their readings and controls, for people or as JSON lines. */
export async function list(json: boolean): Promise<string> {
  const entries = await catalogue()
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
