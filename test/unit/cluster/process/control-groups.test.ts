import { expect, test } from 'vitest'
import { parentsBy } from '../../../../harness/cluster/process/control-groups.ts'

const version2 = '35 24 0:30 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n'
const session = '0::/user.slice/user-1000.slice/user@1000.service/app.slice/run-1.scope\n'

test('version 1: below the own group of each controller', () => {
  const mounts = [
    '31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755',
    '32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw shared:9 - cgroup cgroup rw,cpu,cpuacct',
    '35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory',
    '41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw',
  ]
  const own = '4:memory:/jobs/a:b\n2:cpu,cpuacct:/\n1:name=systemd:/x\n0::/\n'
  expect(parentsBy({ mounts: mounts.join('\n'), own, handsOn: () => 'cpu memory' })).toEqual({
    cpu: { version: 1, folder: '/sys/fs/cgroup/cpu,cpuacct' },
    memory: { version: 1, folder: '/sys/fs/cgroup/memory/jobs/a:b' },
  })
})

test('version 1 in a container, which sees its own group as the root of the mount', () => {
  const mounts = '32 31 0:29 /docker/1a /sys/fs/cgroup/cpu ro - cgroup cgroup rw,cpu'
  const parents = parentsBy({ mounts, own: '2:cpu:/docker/1a/job\n', handsOn: () => '' })
  expect(parents.cpu).toEqual({ version: 1, folder: '/sys/fs/cgroup/cpu/job' })
})

test('version 2: below the nearest group that hands the resource on', () => {
  const handing: Record<string, string> = {
    '/sys/fs/cgroup': 'cpuset cpu memory pids\n',
    '/sys/fs/cgroup/user.slice': 'cpu memory pids\n',
    '/sys/fs/cgroup/user.slice/user-1000.slice/user@1000.service/app.slice': 'memory pids\n',
    '/sys/fs/cgroup/user.slice/user-1000.slice/user@1000.service': 'cpu memory pids\n',
  }
  expect(parentsBy({ mounts: version2, own: session, handsOn: folder => handing[folder] ?? '' })).toEqual({
    cpu: { version: 2, folder: '/sys/fs/cgroup/user.slice/user-1000.slice/user@1000.service' },
    memory: { version: 2, folder: '/sys/fs/cgroup/user.slice/user-1000.slice/user@1000.service/app.slice' },
  })
})

test('why there are none', () => {
  const lacks = (mounts: string) => parentsBy({ mounts, own: session, handsOn: () => 'pids' }).cpu
  expect([lacks(version2), lacks('')]).toEqual([
    {
      why: "no control group above this run's hands cpu on",
      fix: 'let one do so (echo +cpu > /sys/fs/cgroup/cgroup.subtree_control, as root)',
    },
    {
      why: 'the kernel shows no control groups for cpu',
      fix: 'use a machine whose control groups are mounted at /sys/fs/cgroup',
    },
  ])
})
