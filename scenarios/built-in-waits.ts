/** Waits that no setting of Mimir shortens, and where that is written. */

/** Until every querier has looked for new blocks. */
export const QUERIERS_LOOK_FOR_BLOCKS = {
  ms: 72_000,
  because: 'queriers look for new blocks every 60 s, 20 % more or less: pkg/querier/blocks_store_queryable.go',
} as const
