import type { RingMember } from './ring-page.ts'

export type { RingMember }

/** The rings of the components we run, and the page that shows each. */
export const ringPages = {
  ingester: '/ingester/ring',
  'store-gateway': '/store-gateway/ring',
  distributor: '/distributor/ring',
  compactor: '/compactor/ring',
  ruler: '/ruler/ring',
  alertmanager: '/multitenant_alertmanager/ring',
  'query-scheduler': '/query-scheduler/ring',
  querier: '/querier/ring',
  'overrides-exporter': '/overrides-exporter/ring',
} as const
export type RingName = keyof typeof ringPages

/**
 * Reads a ring as one pod sees it. Two pods may see different rings for a moment: gossip takes time.
 * @param url the pod's base URL; it must run a client of that ring, else its page is HTML and this throws.
 */
export async function readRing(url: string, ring: RingName): Promise<RingMember[]> {
  const { readRingPage } = await import('./ring-page.ts')
  return readRingPage(url, ring, ringPages[ring])
}
