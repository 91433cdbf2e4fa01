import type { Worked } from './worked.ts'
export const workedHistories: readonly Worked[] = []
