import type { Protocol } from '../../harness/cluster/gateway/protocol.ts'
import { sibling } from '../../harness/util/sibling.ts'

/** How the gateway reads requests to the tiny server. */
export const tinyProtocol: Protocol = {
  tenantHeader: 'x-owner',
  reads: 'items',
  writes: { route: 'items', except: [] },
  answers: sibling(import.meta.url, './change-values'),
}

/** Milliseconds between two items. */
export const SPACING = 50
