import type { Fault, Scene } from './fault.ts'

/** The kind of such a fault. */
export const FLOOD = 'flood'

/** What only looks at a flood: see the proofs of a fault. */
export interface FloodProofs {
  arrives(scene: Scene): Promise<string>
  ebbs(scene: Scene): Promise<string>
}

/**
 * One client asks or sends more than its share, for a tenant of its own. What the others see of it the check `neighbours` says.
 * @param load the name of the client's signal. @param what it is to do, in its own words
 */
export const flood = (load: string, what: string, proofs: FloodProofs): Fault => ({
  kind: FLOOD,
  pods: () => [],
  inject: ({ turn }) => turn(load, what),
  effect: proofs.arrives,
  recover: ({ turn }) => turn(load, undefined),
  recovered: proofs.ebbs,
})
