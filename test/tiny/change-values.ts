import type { ChangeValues } from '../../harness/cluster/gateway/protocol.ts'

/** The tiny server's answers are the items themselves. */
export const changeValues: ChangeValues = body => ({ body: `${body}!`, changed: 1 })
