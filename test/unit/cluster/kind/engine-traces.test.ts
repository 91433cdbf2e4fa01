import { expect, test } from 'vitest'
import { differing, tooLow } from '../../../../harness/cluster/kind/engine-traces.ts'

test('only what differs is written back', () => {
  const before = { 'kernel/panic': '1', 'vm/overcommit_memory': '0' }
  const now = { 'kernel/panic': '10', 'vm/overcommit_memory': '0' }
  expect([differing(before, now), differing(before, before)]).toEqual([[['kernel/panic', '1']], []])
})

test('limits that are too low for nodes are raised, others stay', () => {
  const usual = {
    'fs/inotify/max_user_instances': '128',
    'fs/inotify/max_user_watches': '1048576',
    'kernel/panic': '0',
  }
  expect(tooLow(usual)).toEqual([['fs/inotify/max_user_instances', '1024']])
})
