/** One series of each tenant, with an exemplar and a help text that name it: what has no label of its own can be told apart by them. */
export const IDENTITY = 'gauntlet_identity'

/** The help text of a tenant's metric. */
export const helpOf = (tenant: string): string => `of ${tenant}`

/** The label of exemplars. */
export const TRACE = 'trace_id'
