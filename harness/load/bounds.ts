/** Tenants of a run, at most. */
export const MOST_TENANTS = 1000

/** Series of a tenant, at most. */
export const MOST_SERIES = 2 ** 15
