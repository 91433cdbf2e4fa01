import { expect, test } from 'vitest'
import { asUser, lackBy } from '../../../../harness/cluster/process/users.ts'

const all = '         0          0 4294967295\n'
const onlyRoot = '         0       1000          1\n'
const root = 'Name:\tnode\nCapEff:\t000001ffffffffff\n'
const user = { user: 10_001, group: 10_002 }

test.for([
  ['root of the machine', { uids: all, gids: all, status: root }, undefined],
  ['root of namespaces with many users', { uids: '0 1000 1\n1 100000 65536\n', gids: all, status: root }, undefined],
  [
    'root of namespaces that have nobody else',
    { uids: onlyRoot, gids: onlyRoot, status: root },
    'the namespaces of this run know no user 10001 with group 10002',
  ],
  [
    'an ordinary user',
    { uids: all, gids: all, status: 'CapEff:\t0000000000000000\n' },
    'only root may start programs as somebody else',
  ],
  [
    'root without the capability to change users',
    { uids: all, gids: all, status: 'CapEff:\t00000000a804253b\n' },
    'only root may start programs as somebody else',
  ],
] as const)('%s', ([, rights, why]) => {
  expect(lackBy(rights, user)).toEqual(why && { why, fix: 'run as root with --sandbox none, or leave the user out' })
})

test('whoever the process is already, it stays', () => {
  const [uid, gid] = [process.getuid!(), process.getgid!()]
  expect([asUser({ user: uid, group: gid }, ['store']), asUser({ user: uid, group: gid + 1 }, ['store'])]).toEqual([
    ['store'],
    ['setpriv', `--reuid=${uid}`, `--regid=${gid + 1}`, '--clear-groups', 'store'],
  ])
})
