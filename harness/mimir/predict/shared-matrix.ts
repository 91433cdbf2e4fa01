import { type Markup, markup } from '../../report/html/markup.ts'
import type { Shared, TenantShard } from './prediction.ts'

/** Tenants by tenants: how many instances each two share. On the diagonal: how many a tenant has. */
export function sharedMatrix(tenants: readonly TenantShard[], shared: readonly Shared[]): Markup {
  const of = new Map(
    shared.flatMap(({ tenants: [a, b], instances }) => [
      [key(a, b), instances],
      [key(b, a), instances],
    ]),
  )
  const rows = tenants.map(({ tenant, shard }) => {
    const cells = tenants.map(other => {
      if (other.tenant === tenant) return markup`<td class="own">${shard.length}</td>`
      const common = of.get(key(tenant, other.tenant))!
      return markup`<td class="${common.length > 0 ? 'common' : 'none'}" title="${common.join(' ')}">${common.length}</td>`
    })
    return markup`<tr><th scope="row" class="name">${tenant}</th>${cells}</tr>`
  })
  return markup`<div class="scroll"><table class="shards"><thead><tr><th scope="col">tenant</th>${tenants.map(({ tenant }) => markup`<th scope="col" class="up"><span>${tenant}</span></th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`
}

/** A slash is in no tenant's name. */
const key = (a: string, b: string): string => `${a}/${b}`
