/** The tenant that floods the others. It is none of those that the ledger writes for. */
export const NOISY = 'noisy'
