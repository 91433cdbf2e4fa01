import type { Family } from '../../topology/types.ts'
import type { WriteOp } from '../../util/op-header.ts'
import type { Defect } from '../cluster.ts'

/** Base URLs of the pods that serve each family. */
export type BackendsByFamily = Readonly<Record<Family, readonly string[]>>

/** What the harness wants of the gateway's process. */
export type Order =
  | { type: 'routes'; backends: BackendsByFamily; retries: number }
  | { type: 'plant'; defect: Defect | null }
  | { type: 'stop' }

/** An order on its way; answered by `done` with the same id. */
export interface Command {
  id: number
  order: Order
}

/** What the gateway's process tells the harness. */
export type Report =
  | { type: 'listening'; port: number }
  | { type: 'failed'; code: string; reason: string }
  | { type: 'done'; id: number }
  | { type: 'fired'; firing: Firing }

/** A defect that struck a request. */
export interface Firing {
  defect: Defect['kind']
  detail: string
  /** What a labelled request said it carries. */
  op?: WriteOp
}
