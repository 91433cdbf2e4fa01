import { choose } from '../../harness/mimir/shards/chances.ts'
import type { BlastPlan, BlastRow } from '../shards/blasts.ts'
import { type Measured, measured } from '../shards/measure.ts'
import type { OverlapPlan } from '../shards/overlap.ts'
import { aligned } from './table.ts'

/** The sections of docs/shards.md that are made from what was measured, by their names. */
export function shardsSection(name: string): string {
  const { overlaps, blasts, consistency } = measured()
  if (name === 'overlap') return overlaps.map(overlapTable).join('\n\n')
  if (name === 'blast') return blasts.map(blastTable).join('\n\n')
  if (name === 'consistency') return consistencyTable(consistency)
  throw new Error(`docs/shards.md has no section ${name}`)
}

function overlapTable({ plan, overlap }: Measured['overlaps'][number]): string {
  const { formula, seen, interval } = overlap
  const of = plan.rings * plan.pairs
  return [
    `${ringWords(plan)}. There are ${count(ways(plan))} shards. Looked at: ${count(of)} pairs of tenants on ${plan.rings} rings.`,
    aligned([
      ['shared', 'formula', 'seen', 'with 95 % confidence'],
      ...formula.map((chance, shared) => [
        String(shared),
        percent(chance),
        `${percent(seen[shared]! / of)} (${count(seen[shared]!)})`,
        interval[shared]!.map(percent).join(' to '),
      ]),
    ]),
  ].join('\n\n')
}

/** How many sets of instances a tenant may be given. */
function ways({ zones, perZone, size }: OverlapPlan): number {
  return zones === 0 ? choose(perZone, size) : choose(perZone, Math.ceil(size / zones)) ** zones
}

function blastTable({ plan, rows }: Measured['blasts'][number]): string {
  return [
    `${ringWords(plan)}. Shares of ${count(plan.tenants)} tenants; ${count(plan.patterns)} drawn sets of instances at most, all where there are fewer.`,
    aligned([
      ['die', 'in part: formula', 'simulated', 'least to most', 'in full: formula', 'simulated', 'most'],
      ...rows.map(blastCells),
    ]),
  ].join('\n\n')
}

const blastCells = ({ dead, part, full }: BlastRow): string[] => [
  String(dead),
  percent(part.formula),
  percent(part.simulated),
  `${percent(part.least)} to ${percent(part.most)}`,
  percent(full.formula),
  percent(full.simulated),
  percent(full.most),
]

const consistencyTable = (rows: Measured['consistency']): string =>
  aligned([
    ['one instance leaves', 'nothing new', '1 new', '2 new', '3 new', '4 new', 'most of a zone'],
    ...rows.map(({ what, cases: { changed, mostOfAZone } }) => {
      const all = changed.reduce((sum, n) => sum + n, 0)
      return [
        what,
        ...[0, 1, 2, 3, 4].map(n => percent((changed[n] ?? 0) / all)),
        mostOfAZone === undefined ? '–' : String(mostOfAZone),
      ]
    }),
  ])

/** "50 instances, size 4" */
function ringWords({ zones, perZone, size }: OverlapPlan | BlastPlan): string {
  if (zones === 0) return `**${count(perZone)} instances without zones, size ${size}**`
  const each = Math.ceil(size / zones)
  return `**${zones} zones of ${perZone} instances, size ${size}, which is ${each} of each zone: ${each * zones}**`
}

const count = (n: number): string => n.toLocaleString('en-US')

/** In three digits. */
const percent = (share: number): string => (share === 0 ? '0' : `${plain(Number((100 * share).toPrecision(3)))} %`)

/** Without an exponent, as long as people can read it. */
const plain = (n: number): string =>
  n < 1e-6 ? n.toExponential(0) : n.toLocaleString('en-US', { maximumFractionDigits: 8 })
