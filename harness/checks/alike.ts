import type { Evidence } from '../history/verdict.ts'
import { added } from './answered.ts'
import { count, counted, some } from './explain.ts'

/** Milliseconds after the end of one until which another belongs to the same moment. */
const MOMENT = 5000
/** Of so many it is told of whom each was. */
const MOST_TOLD = 100

/**
 * Evidence that has one cause is one piece: what says the same, of the same moment, and differs in tenant, stripe, times and numbers alone. It tells how many
 * there are, of whom, and the first of them as an example.
 */
export function joined(evidence: readonly Evidence[]): Evidence[] {
  const groups: { key: string; to: number; of: Evidence[] }[] = []
  for (const it of evidence) {
    const key = sameness(it)
    const from = it.from ?? 0
    const group = groups.find(g => g.key === key && from <= g.to + MOMENT && startOf(g.of) <= (it.to ?? from) + MOMENT)
    if (group) {
      group.of.push(it)
      group.to = Math.max(group.to, it.to ?? from)
    } else groups.push({ key, to: it.to ?? from, of: [it] })
  }
  return groups.map(({ of }) => (of.length === 1 ? of[0]! : together(of)))
}

const startOf = (of: readonly Evidence[]): number => of.reduce((least, e) => Math.min(least, e.from ?? 0), Infinity)

/**
 * The words of a piece of evidence without what may differ; steps are told apart by their times alone. A number that is a part of a name stays: `store-0`, `kill-pod#1`. So do the log lines, and
 * what is behind the colon of an error.
 */
function sameness({ kind, text, tenant, lines }: Evidence): string {
  const words = (tenant === undefined ? text : text.replaceAll(asWord(tenant), 'T'))
    .replace(/(?<![#\w-])\d(?:[\d:,.]*\d)?(?![\w-])/g, 'N')
    .replace(/N(?:,? N)*(?:, \.\.\.)?/g, 'N')
    .replace(/N (ms|s)\b/g, 'N')
    .replace(/N (\w+?)s?\b/g, 'N $1')
    .replace(/the [\w-]+ read of N/g, 'a read')
    .replaceAll('outside every step and fault', 'during ')
    .replace(/step "[^"]*"(?:, )?/g, '')
  return JSON.stringify([kind, words, lines])
}

const asWord = (name: string): RegExp =>
  new RegExp(`(?<![\\w-])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`, 'g')

function together(of: readonly Evidence[]): Evidence {
  const first = of[0]!
  const tenants = [...new Set(of.flatMap(e => e.tenant ?? []))]
  const stripes = new Set(of.flatMap(e => (e.data?.stripe === undefined ? [] : `${e.tenant} ${e.data.stripe}`))).size
  const samples = of.map(e => e.data?.samples).filter(n => typeof n === 'number')
  const whose = [
    ...(samples.length === of.length
      ? [
          counted(
            samples.reduce((a, b) => a + b, 0),
            'sample',
          ),
        ]
      : []),
    ...(stripes > 1 ? [counted(stripes, 'stripe')] : []),
    ...(tenants.length > 0 ? [some(tenants)] : []),
  ].join(' of ')
  const found = of.flatMap(e => e.foundAt ?? [])
  const ends = of.flatMap(e => e.to ?? e.from ?? [])
  return {
    kind: first.kind,
    text: `${count(of.length)} times the same${whose === '' ? '' : `, ${whose}`}; the first: ${first.text}`,
    ...(first.from !== undefined && { from: startOf(of) }),
    ...(ends.length > 0 && { to: ends.reduce((a, b) => Math.max(a, b)) }),
    ...(found.length > 0 && { foundAt: found.reduce((a, b) => Math.max(a, b)) }),
    ...(tenants.length === 1 && { tenant: tenants[0]! }),
    ...added(of.flatMap(e => e.answered ?? [])),
    ...(first.lines && { lines: first.lines }),
    data: { ...first.data, times: of.length },
    alike: of.slice(0, MOST_TOLD).map(({ tenant, from, to }) => ({
      ...(tenant !== undefined && { tenant }),
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    })),
  }
}
