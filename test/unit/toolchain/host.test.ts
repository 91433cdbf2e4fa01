import { expect, test } from 'vitest'
import { cacheSpace, cores, go, memory, node, runSpace } from '../../../harness/toolchain/host.ts'
import { sandbox, writeBinary } from './tiny.ts'

test('Node must run TypeScript as it is', () => {
  expect([node('24.1.0'), node('22.18.0')].map(it => it.ok)).toEqual(['ok', 'ok'])
  expect(node('22.17.1')).toEqual({ ok: 'fail', what: 'node', found: '22.17.1', fix: 'install Node 24' })
})

test('memory for 19 processes, and for the 22 of a migration', () => {
  expect(memory(8e9)).toEqual({ ok: 'ok', what: 'memory', found: '8.0 GB available' })
  expect(memory(2e9)).toEqual({
    ok: 'warn',
    what: 'memory',
    found: '2.0 GB available',
    fix: 'a migration runs 22 processes and wants 3 GB',
  })
  expect(memory(1e9)).toEqual({
    ok: 'warn',
    what: 'memory',
    found: '1.0 GB available',
    fix: 'free at least 2 GB, or the kernel may kill pods of a run',
  })
})

test('two cores', () => {
  expect([cores(1).ok, cores(2).ok]).toEqual(['warn', 'ok'])
})

test('the disk of a folder that does not exist yet is that of its parent', async () => {
  await using box = await sandbox()
  const folder = `${box.folder}/not/yet`
  const found = expect.stringMatching(new RegExp(`^\\d+\\.\\d GB free for ${folder}$`))
  expect(await runSpace(folder)).toMatchObject({ what: 'runs', found })
  expect(await cacheSpace(folder)).toMatchObject({ what: 'cache', found })
})

test('Go, a broken Go, no Go', async () => {
  await using box = await sandbox()
  const fix = 'install Go (https://go.dev/dl); only needed to build what cannot be downloaded'
  const env = { PATH: `${box.folder}:/usr/bin:/bin` }
  const alone = { PATH: box.folder }
  expect(await go(alone)).toEqual({ ok: 'warn', what: 'go', found: 'none on PATH', fix })
  await writeBinary(`${box.folder}/go`, '#!/bin/sh\necho go1.26.8\n')
  expect(await go(env)).toEqual({ ok: 'ok', what: 'go', found: '1.26.8' })
  await writeBinary(`${box.folder}/go`, '#!/bin/sh\necho no GOROOT >&2; exit 2\n')
  expect(await go(env)).toEqual({ ok: 'warn', what: 'go', found: 'it does not work: no GOROOT', fix })
})
