import { join } from 'node:path'
import { expect, test } from 'vitest'
import { slot } from '../../../harness/toolchain/cache.ts'
import { doctor, isolation } from '../../../harness/toolchain/doctor.ts'
import { asset, at, release, releases, sandbox, script, tiny, writeBinary } from './tiny.ts'

test('everything a run needs is looked at', async () => {
  await using box = await sandbox()
  const diagnoses = await doctor({ runs: box.folder, specs: [tiny], env: box.env })
  expect(diagnoses.map(it => it.what)).toEqual([
    ...['node', 'tiny', 'go', 'cache', 'runs', 'memory', 'cores'],
    ...['isolation', 'partitions', 'loopback'],
  ])
})

/** What the doctor says about tiny; the sandbox is written as `~`, the server as `S`. */
async function aboutTiny(options: {
  has?: string
  given?: string
  offline?: boolean
  online?: boolean
  go?: boolean
  onlyFor?: string
}) {
  await using box = await sandbox()
  await using server = await releases(options.online ? release() : { [at(`${asset}-sha-256`)]: 'breaks off' })
  const env = { ...box.env, MIMIR_GAUNTLET_RELEASES: server.url, PATH: join(box.folder, 'bin') }
  if (options.go) await writeBinary(join(box.folder, 'bin', 'go'), '#!/no/shell\n')
  if (options.has) await writeBinary(slot(tiny, '1.2.3', env).binary, options.has)
  const { offline = false, given } = options
  const spec = { ...tiny, ...(options.onlyFor && { onlyFor: options.onlyFor }) }
  const diagnoses = await doctor({ runs: box.folder, specs: [spec], env, offline, given: { tiny: given } })
  const { ok, found, fix } = diagnoses.find(it => it.what === 'tiny')!
  return [ok, found, fix].map(it => it?.replaceAll(box.folder, '~').replaceAll(server.url, 'S'))
}

const entry = slot(tiny, '1.2.3', { XDG_CACHE_HOME: '/~/cache' }).binary.slice(1)
const give = 'give a binary with --tiny PATH or TINY_BIN'

test('a tool that is there', async () => {
  expect(await aboutTiny({ has: script('1.2.3') })).toEqual(['ok', `1.2.3 (f00), cache: ${entry}`, undefined])
})

test('a tool that would be downloaded', async () => {
  expect(await aboutTiny({ online: true })).toEqual(['ok', 'none yet; a run would download 1.2.3 from S', undefined])
})

test('a tool that the mirror, which the user named, does not have', async () => {
  expect(await aboutTiny({ go: true })).toEqual([
    'fail',
    `none: cannot download S${at(`${asset}-sha-256`)} (terminated: other side closed)`,
    'see that S serves it, unset MIMIR_GAUNTLET_RELEASES, or give a binary with --tiny PATH',
  ])
})

test('a tool that would be built', async () => {
  expect(await aboutTiny({ offline: true, go: true })).toEqual([
    'warn',
    'none yet; a run would build 1.3.0-dev.20260101, 1 second (downloads are off)',
    `wait for it once, or ${give}`,
  ])
})

test('a tool that cannot be had', async () => {
  expect(await aboutTiny({ offline: true })).toEqual([
    'fail',
    'none: there is no Go to build it, and it cannot be downloaded: downloads are off',
    `install Go, or ${give}`,
  ])
  expect(await aboutTiny({ offline: true, given: '1.9.0' })).toEqual([
    'fail',
    'none: it can be neither built nor downloaded: downloads are off',
    give,
  ])
  expect(await aboutTiny({ given: '/no/tiny' })).toEqual([
    'fail',
    'no file /no/tiny',
    'give the path of a Tiny binary with --tiny or TINY_BIN',
  ])
})

test('a tool that not every run needs is no failure when it is missing', async () => {
  const onlyFor = '--provider kind'
  expect(await aboutTiny({ offline: true, onlyFor })).toEqual([
    'warn',
    'none: there is no Go to build it, and it cannot be downloaded: downloads are off; only for --provider kind',
    `install Go, or ${give}`,
  ])
  expect(await aboutTiny({ has: script('1.2.3', ''), onlyFor })).toEqual([
    'ok',
    `1.2.3, cache: ${entry}; only for --provider kind`,
    undefined,
  ])
})

test('isolation in words', () => {
  const nothing = { namespaces: false, why: 'spawn unshare ENOENT', veth: false, iptables: false, partition: false }
  expect(isolation({ ...nothing, loopback: 'only-127.0.0.1' })).toEqual([
    {
      ok: 'warn',
      what: 'isolation',
      found: 'no namespaces (spawn unshare ENOENT); pods run on plain loopback, one run at a time',
      fix: 'allow unprivileged user namespaces (sysctl kernel.apparmor_restrict_unprivileged_userns=0 on Ubuntu)',
    },
    {
      ok: 'warn',
      what: 'partitions',
      found: 'pods cannot be cut off from each other (spawn unshare ENOENT)',
      fix: 'install iproute2 and iptables, and allow user namespaces; scenarios with a partition end unknown without',
    },
    {
      ok: 'fail',
      what: 'loopback',
      found: '127.0.0.1 only',
      fix: 'add aliases for 127.0.0.0/8 addresses to the loopback interface',
    },
  ])
})
