/** Tenants of a data set, at most. */
export const MOST_TENANTS = 1000

/** Series of a tenant, at most: one more would have the values of the next tenant. */
export const MOST_SERIES = 2 ** 15
