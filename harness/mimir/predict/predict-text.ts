import { columns } from '../../report/columns.ts'
import { count, plural } from '../../report/text.ts'
import type { Blast, Hit } from '../shards/blast-radius.ts'
import type { Prediction } from './answer-question.ts'
import type { PoolPrediction, Shared } from './prediction.ts'
import type { ShardChange } from './shard-change.ts'

/** Pairs that are named; the rest is only counted. */
const PAIRS = 20

/** The prediction for people. */
export function predictText({ pools, size, notes }: Prediction): string {
  return `${[...pools.map(pool => poolText(pool, size)), ...notes].join('\n')}\n`
}

function poolText(pool: PoolPrediction, size: number): string {
  const readers = pool.tenants.some(t => t.readToo !== undefined)
  const shards = columns([
    ['tenant', 'instances', ...(readers ? ['readers ask besides'] : [])],
    ...pool.tenants.map(t => [t.tenant, listed(t.shard), ...(readers ? [listed(t.readToo!)] : [])]),
  ])
  return [
    `${title(pool)}, ${sizeText(size, pool.perZone)}`,
    '',
    ...shards,
    '',
    ...(pool.change ? [...changeText(pool.change), ''] : []),
    ...sharedText(pool.shared),
    '',
    ...blastText(pool.blast, pool.tenants.length),
    '',
    balanceText(pool),
    '',
  ].join('\n')
}

/** What instances these are: "Ring: 9 members in zone-a, zone-b, zone-c". */
export const title = ({ pool, instances, zones }: PoolPrediction): string =>
  pool === 'queriers'
    ? `Queriers: ${count(instances.length)}`
    : `Ring: ${plural(instances.length, 'member')}${zones.length > 0 ? ` in ${zones.join(', ')}` : ''}`

/** What a size stands for. */
export function sizeText(size: number, perZone: number | undefined): string {
  if (size === 0) return 'size 0: all'
  return `size ${size}${perZone === undefined ? '' : `: ${perZone} of each zone`}`
}

const listed = (ids: readonly string[]): string => (ids.length > 0 ? ids.join(' ') : '–')

function changeText({ to, perZone, kind, tenants, advice }: ShardChange): string[] {
  return [
    `With ${sizeText(to, perZone)}, the shards ${kind}`,
    '',
    ...columns([
      ['tenant', 'added', 'removed', 'stays'],
      ...tenants.map(t => [t.tenant, listed(t.added), listed(t.removed), String(t.stays.length)]),
    ]),
    '',
    advice,
  ]
}

function sharedText(shared: readonly Shared[]): string[] {
  if (shared.length === 0) return ['Shared: one tenant shares with nobody.']
  const some = shared.filter(s => s.instances.length > 0).sort((a, b) => b.instances.length - a.instances.length)
  const more = some.length - PAIRS
  return [
    `Shared: ${count(some.length)} of ${plural(shared.length, 'pair')} of tenants have instances in common`,
    ...(some.length === 0 ? [] : ['']),
    ...columns([
      ...(some.length === 0 ? [] : [['tenants', '', 'share', 'instances']]),
      ...some.slice(0, PAIRS).map(s => [...s.tenants, String(s.instances.length), listed(s.instances)]),
    ]),
    ...(more > 0 ? [`and ${plural(more, 'pair')} more: --json has all`] : []),
  ]
}

/** Heads of the table of what dies. */
export const BLAST_HEADS = ['die', 'in part', 'least', 'most', 'in full', 'least', 'most', 'sets looked at'] as const

/** A row of it. */
export const blastCells = ({ dead, part, full, exact, patterns }: Blast): string[] => [
  String(dead),
  ...hitCells(part),
  ...hitCells(full),
  exact ? `all ${count(patterns)}` : `${count(patterns)} drawn`,
]

const hitCells = ({ mean, least, most }: Hit): string[] => [mean.toFixed(2), String(least), String(most)]

/** What the table of what dies says. */
export const blastWords = (tenants: number): string =>
  `Instances die at once: of ${plural(tenants, 'tenant')}, so many lose some of theirs (in part) or all (in full). Means are by formula; least and most are over the sets of instances that were looked at.`

function blastText(blast: readonly Blast[], tenants: number): string[] {
  return [blastWords(tenants), '', ...columns([[...BLAST_HEADS], ...blast.map(blastCells)])]
}

/** How evenly tenants lie. */
export function balanceText({ balance: { tenants, mean, largest, imbalance } }: PoolPrediction): string {
  const idle = tenants.filter(n => n === 0).length
  return `Balance: ${count(Number(mean.toFixed(2)))} tenants an instance, ${largest} at most: ${imbalance.toFixed(2)} times the mean; ${plural(idle, 'instance')} without any.`
}
