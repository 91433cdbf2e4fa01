import type { Describer } from './availability-evidence.ts'
import { counted, span } from './explain.ts'
import type { Lane } from './lanes.ts'
import { lengthOf, type PathAvailability } from './path-availability.ts'
import type { Window } from './windows.ts'

/**
 * What could not be measured, in a sentence: gaps that CPU pressure on this host explains and times that nobody observed, the longest of each with
 * its path, tenant and step. Undefined where everything could.
 */
export function uncertaintyOf(
  pathAvailabilities: readonly PathAvailability[],
  { where }: Describer,
): string | undefined {
  const seen = pathAvailabilities.filter(o => !o.underSampled)
  const gaps = sentence(
    'gap',
    ({ because }) => `explained by CPU pressure: ${because}`,
    o => o.uncertain,
  )
  const untold = sentence(
    'gap',
    ({ because }) => `of which nobody can tell the cause: ${because}`,
    o => o.untold,
  )
  const times = sentence(
    'period',
    () => 'not observed',
    o => o.unobserved,
  )
  const said = [...gaps, ...untold, ...times]
  return said.length === 0 ? undefined : `measurement uncertainty: ${said.join(', ')}`

  function sentence(
    noun: string,
    why: (longest: Window) => string,
    windowsOf: (pathAvailability: PathAvailability) => readonly Window[],
  ): string[] {
    const all = seen.flatMap(o => windowsOf(o).map((window): [Lane, Window] => [o.lane, window]))
    if (all.length === 0) return []
    const [lane, longest] = all.reduce((a, b) => (lengthOf(b[1]) > lengthOf(a[1]) ? b : a))
    return [
      `${counted(all.length, noun)} of up to ${span(lengthOf(longest))} ${why(longest)} (${where(lane, longest)})`,
    ]
  }
}
