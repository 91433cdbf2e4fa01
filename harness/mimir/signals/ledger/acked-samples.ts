import type { Amount } from '../../../history/signal.ts'
import { seriesOfStripe } from './dataset.ts'

/** How many samples of each tenant were acked, but for those whose requests were under way in one of these times. */
export const ackedSamples: Amount = ({ dataset, tenants }, events, unseen) => {
  const acked = new Map(tenants.map(tenant => [tenant, 0]))
  for (const event of events) {
    if (event.type !== 'write' || event.outcome !== 'acked') continue
    const { tenant, stripe, ticks, start, end } = event
    if (unseen.some(u => start <= u.to && end >= u.from)) continue
    const name = tenants[tenant]!
    const samples = (ticks[1] - ticks[0] + 1) * seriesOfStripe(dataset, { tenant, stripe }).length
    acked.set(name, acked.get(name)! + samples)
  }
  return acked
}
