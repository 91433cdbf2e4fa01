import type { Assertion, AssertionEvent, Bound } from '../history/assertion.ts'
import { count, span } from './explain.ts'
import { shownValue, type Violation } from './violation.ts'

type Least = Extract<Bound, { least: string }>

/** Whoever has counted less than clients know, by the bound's label. What a pod that ended may have counted unseen is no part of the amount. */
export function belowAmount(
  { id, asserts, tenant }: Assertion,
  { times, by, least }: Least,
  { values, unseen, expr }: AssertionEvent,
  amounts: ReadonlyMap<string, number> | undefined,
): Violation[] {
  if (!amounts) return [{ kind: 'assertion', text: `${id} (${asserts})`, doubt: `no signal knows ${least}` }]
  return [...amounts].flatMap(([name, amount]): Violation[] => {
    const found = values.find(v => v.labels[by] === name)?.value ?? 0
    const wanted = times * amount
    if (found >= wanted) return []
    const lost = unseen.reduce((ms, u) => ms + u.to - u.from, 0)
    const without = unseen.length === 0 ? '' : `, without what was acked in ${span(lost)} that no scrape of a pod saw`
    return [
      {
        kind: 'assertion',
        text: `${id} (${asserts}): ${shownValue(found)} of ${by} ${name}, expected at least ${shownValue(wanted)} (${times === 1 ? '' : `${times} times `}${least})${without}: ${count(Math.ceil(wanted - found))} short; ${expr}`,
        ...(tenant === by && { tenant: name }),
        data: { assertion: id, value: found, bound: wanted },
      },
    ]
  })
}

/** The share of the amount that could be missing without being seen, where that is greatest, and of whom. Undefined where nobody knows an amount. */
export function leastShortfall(
  { times, by }: Least,
  { values }: AssertionEvent,
  amounts: ReadonlyMap<string, number>,
): { share: number; of: string } | undefined {
  const shares = [...amounts].map(([name, amount]) => {
    const found = values.find(v => v.labels[by] === name)?.value ?? 0
    return { of: name, share: found === 0 ? 1 : Math.min(1, (found - times * amount + 1) / found) }
  })
  return shares.toSorted((a, b) => b.share - a.share)[0]
}
