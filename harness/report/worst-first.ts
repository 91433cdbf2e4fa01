import type { Finding, Verdict } from '../history/verdict.ts'

const order: Record<Verdict, number> = { invalid: 0, unknown: 1, valid: 2 }

/** Findings as people should read them: disproofs, then doubts, then what held; otherwise in the order of the checks. */
export const worstFirst = (findings: readonly Finding[]): Finding[] =>
  [...findings].sort((a, b) => order[a.verdict] - order[b.verdict])
