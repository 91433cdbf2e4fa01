import type { Fault } from './fault.ts'

/** A fault whose deed is left out, for controls: its proof of effect must fail, and the run must not come out valid. */
export const noOp = (fault: Fault): Fault => ({ ...fault, inject: async () => {} })
