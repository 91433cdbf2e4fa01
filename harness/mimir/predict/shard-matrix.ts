import { type Markup, markup } from '../../report/html/markup.ts'
import type { PoolPrediction, TenantShard } from './prediction.ts'
import type { ShardChange } from './shard-change.ts'

type Mark = [className: string, sign: string, words: string]

/** Tenants by instances: a mark where a tenant has the instance, and how that changes. Each mark is a sign too, not a colour alone. */
export function shardMatrix({ instances, tenants, change }: PoolPrediction): Markup {
  const heads = instances.map(id => markup`<th scope="col" class="up"><span>${id}</span></th>`)
  const rows = tenants.map((it, t) => {
    const cells = instances.map(id => {
      const mark = markOf(id, it, change?.tenants[t])
      return mark === undefined
        ? markup`<td></td>`
        : markup`<td class="${mark[0]}" title="${it.tenant} ${mark[2]} ${id}">${mark[1]}</td>`
    })
    return markup`<tr><th scope="row" class="name">${it.tenant}</th>${cells}</tr>`
  })
  return markup`<div class="scroll"><table class="shards"><thead><tr><th scope="col">tenant</th>${heads}</tr></thead><tbody>${rows}</tbody></table></div>`
}

function markOf(
  id: string,
  { shard, readToo }: TenantShard,
  change: ShardChange['tenants'][number] | undefined,
): Mark | undefined {
  if (change?.added.includes(id)) return ['added', '+', 'gets']
  if (change?.removed.includes(id)) return ['removed', '−', 'loses']
  if (shard.includes(id)) return ['has', '●', 'has']
  return readToo?.includes(id) ? ['read', 'r', 'is read from, besides, on'] : undefined
}

/** What the marks mean, as far as they can be there. */
export function legend({ tenants, change }: PoolPrediction): string {
  const words = ['● has it']
  if (change) words.push('+ gets it', '− loses it')
  if (tenants.some(t => t.readToo !== undefined)) words.push('r readers ask it besides')
  return words.join(', ')
}
