import type { Lack, Lacks } from '../lacks.ts'
import type { Abilities } from './abilities.ts'
import type { Addressing } from './addresses.ts'
import type { Sandbox } from './sandbox.ts'

/** What a run on processes gets: namespaces of its own or not, and what its scenarios can not have. */
export interface Given {
  sandbox: Sandbox
  lacks: Lacks
}

/**
 * What a run gets on a machine with these abilities: `doctor` says so, and `run` does so.
 * @param wish namespaces are given where they can be had, unless the wish is `none`.
 */
export function sandboxOf(wish: { sandbox: Sandbox | 'auto'; addresses: Addressing }, has: Abilities): Given {
  if (wish.sandbox === 'none') return without('none', byFlag('--sandbox none'))
  if (wish.addresses === 'port') {
    return without(has.reach === 'nothing' ? 'none' : 'namespaces', byFlag('--addresses port'))
  }
  if (has.reach === 'partitions') return { sandbox: 'namespaces', lacks: {} }
  const lack = { why: has.lack.why, fix: `${has.lack.fix}, or run with --provider kind` }
  return has.reach === 'pod networks' ? { sandbox: 'namespaces', lacks: { partition: lack } } : without('none', lack)
}

/** Without networks of their own pods can neither be cut off nor have names. */
const without = (sandbox: Sandbox, lack: Lack): Given => ({ sandbox, lacks: { partition: lack, names: lack } })

const byFlag = (flag: string): Lack => ({
  why: `pods have no networks of their own with ${flag}`,
  fix: `leave out ${flag}`,
})
