import { expect, test } from 'vitest'
import type { Abilities } from '../../../../harness/cluster/process/abilities.ts'
import { sandboxOf } from '../../../../harness/cluster/process/choose-sandbox.ts'

const up = (reach: 'nothing' | 'namespaces' | 'pod networks'): Abilities => ({
  reach,
  lack: { why: 'there is no ip on PATH', fix: 'install iproute2' },
})
const here = { why: 'there is no ip on PATH', fix: 'install iproute2, or run with --provider kind' }
const flag = (text: string) => ({ why: `pods have no networks of their own with ${text}`, fix: `leave out ${text}` })
const both = (lack: { why: string; fix: string }) => ({ partition: lack, names: lack })

test.each([
  ['auto', 'ip', { reach: 'partitions' }, 'namespaces', {}],
  ['auto', 'ip', up('pod networks'), 'namespaces', { partition: here }],
  ['auto', 'ip', up('namespaces'), 'none', both(here)],
  ['auto', 'ip', up('nothing'), 'none', both(here)],
  ['namespaces', 'ip', { reach: 'partitions' }, 'namespaces', {}],
  ['none', 'ip', { reach: 'partitions' }, 'none', both(flag('--sandbox none'))],
  ['auto', 'port', { reach: 'partitions' }, 'namespaces', both(flag('--addresses port'))],
  ['auto', 'port', up('namespaces'), 'namespaces', both(flag('--addresses port'))],
  ['auto', 'port', up('nothing'), 'none', both(flag('--addresses port'))],
] as const)('--sandbox %s --addresses %s, where the machine has %j: %s', (sandbox, addresses, has, given, lacks) => {
  expect(sandboxOf({ sandbox, addresses }, has)).toEqual({ sandbox: given, lacks })
})
