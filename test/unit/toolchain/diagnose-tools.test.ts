import { join } from 'node:path'
import { expect, test } from 'vitest'
import { slot } from '../../../harness/toolchain/cache.ts'
import { doctor } from '../../../harness/toolchain/diagnose-tools.ts'
import { goTrouble } from '../../../harness/toolchain/go-proxy.ts'
import { type Answer, asset, at, release, releasedAt, releases, sandbox, script, tiny, writeBinary } from './tiny.ts'

test('everything a run needs is looked at', async () => {
  await using box = await sandbox()
  const diagnoses = await doctor({ runs: box.folder, specs: [tiny], env: box.env })
  expect(diagnoses.map(it => it.what)).toEqual([...['node', 'tiny', 'go', 'cache', 'runs', 'memory', 'cores']])
})

/** What the doctor says about tiny; the sandbox is written as `~`, the server as `S`. */
async function aboutTiny(options: {
  has?: string
  given?: string
  offline?: boolean
  online?: boolean | 'without checksums'
  /** The server is a mirror that the user named. */
  mirror?: boolean
  /** What this Go names as its module proxy. */
  go?: string
  onlyFor?: string
}) {
  await using box = await sandbox()
  const offer: Record<string, Answer> =
    options.online === 'without checksums' ? { [at(asset)]: { body: 'x' } } : release()
  await using server = await releases(options.online ? offer : { [at(`${asset}-sha-256`)]: 'breaks off' })
  const named = options.mirror ? server.url : undefined
  const env = { ...box.env, MIMIR_GAUNTLET_RELEASES: named, PATH: join(box.folder, 'bin') }
  if (options.go) await writeBinary(join(box.folder, 'bin', 'go'), `#!/bin/sh\necho ${options.go}\n`)
  if (options.has) await writeBinary(slot(tiny, '1.2.3', env).binary, options.has)
  const { offline = false, given } = options
  const from = options.mirror ? tiny : releasedAt(server.url)
  const spec = { ...from, ...(options.onlyFor && { onlyFor: options.onlyFor }) }
  const diagnoses = await doctor({ runs: box.folder, specs: [spec], env, offline, given: { tiny: given } })
  const { ok, found, fix } = diagnoses.find(it => it.what === 'tiny')!
  return [ok, found, fix].map(it => it?.replaceAll(box.folder, '~').replaceAll(server.url, 'S'))
}

const entry = slot(tiny, '1.2.3', { XDG_CACHE_HOME: '/~/cache' }).binary.slice(1)
const give = 'give a binary with --tiny PATH or TINY_BIN'

test('a tool that is there', async () => {
  expect(await aboutTiny({ has: script('1.2.3') })).toEqual(['ok', `1.2.3 (f00), cache: ${entry}`, undefined])
})

test('a tool that is neither released nor built is a package of the system', async () => {
  await using box = await sandbox()
  const { name, title, env, ask } = tiny
  const options = { runs: box.folder, specs: [{ name, title, env, ask }], env: { ...box.env, PATH: box.folder } }
  const { ok, found, fix } = (await doctor(options)).find(it => it.what === 'tiny')!
  expect([ok, found, fix]).toEqual([
    'fail',
    'none: there is no Tiny on PATH',
    `install the package of this system, or ${give}`,
  ])
})

test('a tool that would be downloaded', async () => {
  expect(await aboutTiny({ online: true })).toEqual(['ok', 'none yet; a run would download 1.2.3 from S', undefined])
})

test('a tool that the mirror, which the user named, does not have', async () => {
  expect(await aboutTiny({ mirror: true, go: 'direct' })).toEqual([
    'fail',
    `none: cannot download S${at(`${asset}-sha-256`)} (terminated: other side closed)`,
    'see that S serves it, unset MIMIR_GAUNTLET_RELEASES, or give a binary with --tiny PATH',
  ])
})

test('a tool that would be built', async () => {
  expect(await aboutTiny({ offline: true, go: 'direct' })).toEqual([
    'warn',
    'none yet; a run would build 1.3.0-dev.20260101, 1 second (downloads are off)',
    `wait for it once, or ${give}`,
  ])
})

test('a tool that would be built, were there modules to build it from', async () => {
  const [ok, found, fix] = await aboutTiny({ go: 'http://127.0.0.1:1,direct' })
  expect({ ok, fix, found: found!.replace(/\([^)]*\)+/g, '(<reason>)') }).toEqual({
    ok: 'warn',
    found:
      'none yet; a run would build 1.3.0-dev.20260101, 1 second (<reason>), but cannot download http://127.0.0.1:1 (<reason>); what Go has in its module cache can be built',
    fix: `try again with a network, or ${give}`,
  })
})

test('to build without a module proxy is no trouble', async () => {
  await using box = await sandbox()
  await writeBinary(join(box.folder, 'bin', 'go'), '#!/bin/sh\necho direct\n')
  expect(await goTrouble({ ...box.env, PATH: join(box.folder, 'bin') }, { patience: 3000 })).toBeUndefined()
})

test('a release that a run would refuse', async () => {
  const [ok, found] = await aboutTiny({ online: 'without checksums', go: 'direct' })
  expect({ ok, found }).toEqual({
    ok: 'fail',
    found: expect.stringMatching(/^none: the release publishes no checksum/),
  })
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
