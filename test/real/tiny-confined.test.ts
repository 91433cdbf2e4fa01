import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { probeConfinement } from '../../harness/cluster/process/abilities.ts'
import { command } from '../../harness/util/command.ts'
import { tinyFleet } from '../tiny/fleet.ts'
import { becomes, tinyServer } from '../tiny/running.ts'

/** Limits, users and mounts of pods on processes. What this machine does not give is skipped, and said. */
const { running, program } = tinyServer()
const lacks = await probeConfinement()
const unless = (lack: keyof typeof lacks) => {
  if (lacks[lack]) console.log(`skipped what needs ${lack}: ${lacks[lack].why}`)
  return test.skipIf(lacks[lack] !== undefined)
}
const MEMORY = { memory: 192 * 2 ** 20 }

unless('memory')('a pod that wants more memory than its limit is ended by the kernel, and started again', async () => {
  const { cluster, post, phases } = await running(program => tinyFleet(program, { limits: MEMORY }))
  expect(await post('store-zone-a-0', '/eat/8')).toBe(204)
  expect(await post('store-zone-a-0', '/eat/512')).toBe('no answer')
  await expect(cluster.death).rejects.toThrow(/^pod store-zone-a-0 died \(OOMKilled\)/)
  await becomes(() => phases('store-zone-a-0').length === 5, 'it to be ready again')
  expect(phases('store-zone-a-0')).toEqual(['starting', 'ready', 'died: OOMKilled', 'starting', 'ready'])
})

test('without a limit it gets what it wants', async () => {
  const { post } = await running(tinyFleet)
  expect(await post('store-zone-a-0', '/eat/512')).toBe(204)
})

unless('cpu')('a pod with a CPU limit takes as much longer', async () => {
  const took = async (limits: { cpu?: number }) => {
    const { post } = await running(program => tinyFleet(program, { limits }))
    const begin = performance.now()
    expect(await post('spare-0', '/spin/300')).toBe(204)
    return performance.now() - begin
  }
  // Of each tenth of a second it gets 20 ms: 300 ms take 15 of them.
  expect(await took({ cpu: 0.2 })).toBeGreaterThan(1200)
  expect(await took({})).toBeLessThan(1000)
})

unless('cpu')('limits that change roll the pod, and no group outlives its cluster', async () => {
  const { id, cluster } = await running(program => tinyFleet(program, { limits: { cpu: 0.5, ...MEMORY } }))
  const before = cluster.pods().map(p => p.instance)
  expect((await groupsOf(id)).length).toBeGreaterThanOrEqual(3)
  await cluster.apply(tinyFleet(program(), { limits: { cpu: 1, ...MEMORY } }))
  expect(cluster.pods().filter(p => before.includes(p.instance))).toEqual([])
  await cluster[Symbol.asyncDispose]()
  expect(await groupsOf(id)).toEqual([])
})

unless('users')('a pod runs as the user and group of its template, and its volume is theirs', async () => {
  const runAs = { user: 10_001, group: 10_002 }
  const { cluster, get, items, put } = await running(tinyFleet)
  await put('store-zone-a-0', 'kept')
  expect(await get('store-zone-a-0', '/who')).not.toBe('10001:10002\n')
  await cluster.apply(tinyFleet(program(), { runAs }))
  expect([await get('store-zone-a-0', '/who'), (await put('store-zone-a-0', 'more')).status]).toEqual([
    '10001:10002\n',
    204,
  ])
  expect(await items('store-zone-a-0')).toEqual(['kept', 'more'])
})

unless('users')(
  'whoever is not root gets no groups and no other users, and is told so before anything starts',
  async () => {
    const script = fileURLToPath(new URL('../tiny/refused.ts', import.meta.url))
    const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']
    const [file, ...args] = [...nobody, process.execPath, '--disable-warning=ExperimentalWarning', script]
    const { stdout, stderr } = await command(file!, args)
    expect({ said: stdout === '' ? [] : JSON.parse(stdout), stderr }).toEqual({
      said: [
        expect.stringMatching(
          /^workload store may use 0.5 cores, and CPU time can not be limited here \(a run can not make control groups of its own: EACCES: .*\): run as root, or as a user to whom control groups are delegated/,
        ),
        'workload store runs as user 10001, which can not be had here (only root may start programs as somebody else): run as root with --sandbox none, or leave the user out',
        'prlimit --data=268435456 tiny',
      ],
      stderr: '',
    })
  },
)

test('folders of a volume are mounted under names of their own', async () => {
  const mounts = { wal: { path: '/wal', subPath: 'wal' }, blocks: { path: '/blocks', subPath: 'deep/blocks' } }
  const env = {
    IP: { of: 'address' },
    HTTP_PORT: { of: 'port', port: 'http' },
    DATA: { of: 'volume', mount: 'blocks' },
  } as const
  const { cluster, items, put, id } = await running(program => tinyFleet(program, { mounts, env }))
  await put('store-zone-a-0', 'kept')
  const volume = join(volumesOf(id, program()), 'store-zone-a-0')
  expect((await readdir(volume, { recursive: true })).sort()).toEqual([
    'deep',
    'deep/blocks',
    'deep/blocks/items',
    'wal',
  ])
  expect((await stat(join(volume, 'wal'))).isDirectory()).toBe(true)
  await cluster.apply(
    tinyFleet(program(), { mounts: { ...mounts, blocks: { path: '/blocks', subPath: 'other' } }, env }),
  )
  expect(await items('store-zone-a-0')).toEqual([])
})

const volumesOf = (id: string, { at }: ReturnType<typeof program>): string =>
  join('binary' in at ? at.binary : '', '..', id, 'volumes')

/** Groups of a run that are there, wherever control groups are mounted. */
async function groupsOf(id: string): Promise<string[]> {
  const { stdout } = await command('find', ['/sys/fs/cgroup', '-type', 'd', '-path', `*mimir-gauntlet-${id}*`])
  return stdout.split('\n').filter(path => path !== '' && existsSync(path))
}
