/** Sizes of shards before and after: two ingesters of each of three zones, and one. */
export const FROM = 6
export const TO = 3

/** The tenants whose shards shrink. One more keeps all ingesters, and must lose nothing whatever happens. */
export const SHRUNK = ['tenant-a', 'tenant-b', 'tenant-c']
