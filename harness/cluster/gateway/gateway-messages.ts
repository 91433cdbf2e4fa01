import type { WriteOp } from '../../util/request-id.ts'
import type { Defect } from '../cluster.ts'

/** One that answers requests. */
export interface ServingPod {
  /** Base URL: `http://127.0.2.1:8080`. */
  url: string
  /** Its name, for whoever asks who answered. */
  pod: string
}

/** Paths of requests (see Route of a fleet), and the pods that answer them. */
interface Served {
  paths: readonly string[]
  backends: readonly ServingPod[]
}

/** By the route's name. */
export type ServedRoutes = Readonly<Record<string, Served>>

/** What the harness wants of the gateway's process. */
export type Order =
  | { type: 'routes'; routes: ServedRoutes }
  | { type: 'inject'; defect: Defect | null }
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
  | { type: 'hit'; hit: Hit }

/** A defect that struck a request. */
export interface Hit {
  defect: Defect['kind']
  detail: string
  /** What a labelled request said it carries. */
  op?: WriteOp
}
