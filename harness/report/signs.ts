import type { Verdict } from '../history/verdict.ts'

/** A sign for each verdict, beside the word or the colour: never colour alone. */
export const signs: Record<Verdict, string> = { valid: '✓', invalid: '✗', unknown: '?' }
