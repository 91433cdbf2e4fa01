import { expect, test } from 'vitest'
import { about, aboutConfinement } from '../../../../harness/cluster/process/diagnose-sandbox.ts'

const lack = { why: 'there is no ip on PATH', fix: 'install iproute2' }

test('where everything can be had', () => {
  expect(about({ reach: 'partitions' }, 'any')).toEqual([
    { ok: 'ok', what: 'sandbox', found: 'a run gets namespaces of its own' },
    { ok: 'ok', what: 'partitions', found: 'pods can be cut off from each other' },
    { ok: 'ok', what: 'loopback', found: 'all of 127.0.0.0/8' },
  ])
})

test('where the kernel takes no routing rules, runs have namespaces and nobody is cut off', () => {
  expect(about({ reach: 'pod networks', lack }, 'only-127.0.0.1')).toEqual([
    { ok: 'ok', what: 'sandbox', found: 'a run gets namespaces of its own' },
    {
      ok: 'warn',
      what: 'partitions',
      found: 'none, there is no ip on PATH',
      fix: 'install iproute2, or run with --provider kind',
    },
    { ok: 'ok', what: 'loopback', found: '127.0.0.1 only' },
  ])
})

test('where nothing can be had, pods need loopback addresses', () => {
  const fix = 'install iproute2, or run with --provider kind'
  expect(about({ reach: 'nothing', lack }, 'only-127.0.0.1')).toEqual([
    {
      ok: 'warn',
      what: 'sandbox',
      found: 'none, there is no ip on PATH; pods run on loopback addresses of this machine',
      fix,
    },
    { ok: 'warn', what: 'partitions', found: 'none, there is no ip on PATH', fix },
    { ok: 'fail', what: 'loopback', found: '127.0.0.1 only', fix: 'run with --addresses port' },
  ])
})

test('what pods can be limited in, and whom they can run as', () => {
  expect(aboutConfinement({})).toEqual([
    { ok: 'ok', what: 'limits', found: 'pods can be limited in CPU time and memory' },
    { ok: 'ok', what: 'users', found: 'pods can run as other users with --sandbox none' },
  ])
  const groups = { why: 'a run can not make control groups of its own: EACCES', fix: 'run as root' }
  const users = { why: 'only root may start programs as somebody else', fix: 'run as root with --sandbox none' }
  expect(aboutConfinement({ cpu: groups, memory: groups, users })).toEqual([
    { ok: 'warn', what: 'limits', found: `pods can be limited in memory (by prlimit); ${groups.why}`, fix: groups.fix },
    { ok: 'warn', what: 'users', found: `pods run as whoever runs this; ${users.why}`, fix: users.fix },
  ])
})
