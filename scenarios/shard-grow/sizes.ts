/** Sizes of shards before and after: one ingester or store-gateway of each of three zones, and two. */
export const FROM = 3
export const TO = 6

/** The tenants whose shards grow. One more keeps its size, and must not notice. */
export const GROWN = ['tenant-a', 'tenant-b', 'tenant-c']
export const OTHER = 'tenant-d'

/** Seconds for which readers look back. */
export const LOOKBACK = 60

/** Seconds from the first workloads to the others, as the kubelet may take to notice a ConfigMap. */
export const APART = 10

/** What store-gateways have loaded by, and what queriers ask for. */
export const STORE = { loaded: FROM, asked: TO }
