import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { identify } from '../../../harness/toolchain/identify.ts'
import { sandbox, script, tiny, writeBinary } from './tiny.ts'

/** What identify says about a file, with the sandbox written as `~`. */
async function said(text: string, options: Parameters<typeof identify>[2] = {}): Promise<unknown> {
  await using box = await sandbox()
  const file = await writeBinary(join(box.folder, 'it'), text)
  return await identify(tiny, file, options).catch((thrown: Error) => thrown.message.replaceAll(box.folder, '~'))
}

test('a binary is asked, not guessed', async () => {
  expect(await said(script('1.2.3', 'f00'))).toEqual({ tool: 'tiny', version: '1.2.3', revision: 'f00' })
})

test('one that prints to stderr is heard as well', async () => {
  expect(await said(script('1.2.3').replace('echo', 'echo >&2'))).toEqual({
    tool: 'tiny',
    version: '1.2.3',
    revision: 'f00',
  })
})

test.each(['unknown', '', 'r350-weekly'])(
  'one that does not know its version (%j) needs a stated one',
  async version => {
    expect(await said(script(version))).toEqual(
      `~/it does not know its version (it says "${version}"): state it, for example --tiny-version 1.2.3`,
    )
    expect(await said(script(version), { stated: 'v1.4.0' })).toEqual({
      tool: 'tiny',
      version: '1.4.0',
      revision: 'f00',
    })
    expect(await said(script(version), { stated: 'new' })).toEqual(
      '"new" is no version: state it, for example --tiny-version 1.2.3',
    )
  },
)

test('a stated version must not contradict the binary', async () => {
  expect(await said(script('1.2.3'), { stated: '1.2.3' })).toEqual({ tool: 'tiny', version: '1.2.3', revision: 'f00' })
  expect(await said(script('1.2.3'), { stated: '1.3.0' })).toEqual(
    '~/it says it is Tiny 1.2.3, but --tiny-version says 1.3.0: leave out --tiny-version, it is for binaries that do not know their version',
  )
})

test('versions are compared as numbers', async () => {
  expect(await said(script('1.0.9'))).toEqual(
    '~/it is Tiny 1.0.9; the oldest supported is 1.1: give a newer one, for example --tiny 1.2.3',
  )
  expect(await said(script('1.10.0'))).toEqual({ tool: 'tiny', version: '1.10.0', revision: 'f00' })
  expect(await said(script('1.1.0-rc.0'))).toEqual({ tool: 'tiny', version: '1.1.0-rc.0', revision: 'f00' })
})

const fix = 'give the path of a Tiny binary with --tiny or TINY_BIN'

test.each([
  ['another program', '#!/bin/sh\necho other 1.0', 'said "other 1.0" and ended with exit code 0'],
  ['a failing program', '#!/bin/sh\necho no such flag >&2; exit 2', 'said "no such flag" and ended with exit code 2'],
  ['a silent program', '#!/bin/sh\ntrue', 'said nothing and ended with exit code 0'],
  ['an empty file', '', 'said nothing and ended with exit code 0'],
  ['a crash', '#!/bin/sh\nkill -SEGV $$', 'said nothing and was ended by a signal'],
])('%s is not the tool', async (_, text, what) => {
  expect(await said(text)).toEqual(`~/it is not Tiny: ~/it -version ${what}: ${fix}`)
})

test('a script whose interpreter is missing cannot be started', async () => {
  expect(await said('#!/no/such/interpreter\n')).toEqual(`~/it cannot be started (spawn ~/it ENOENT): ${fix}`)
})

test('one that hangs is killed, children and all', async () => {
  expect(await said('#!/bin/sh\nsleep 60 & wait', { patience: 200 })).toEqual(
    `~/it -version did not end within 0.2 s: ${fix}`,
  )
})

test('what is no executable file is not run', async () => {
  await using box = await sandbox()
  const refusal = (name: string) =>
    identify(tiny, join(box.folder, name)).catch((thrown: Error) => thrown.message.replaceAll(box.folder, '~'))
  await mkdir(join(box.folder, 'folder'))
  await writeFile(join(box.folder, 'text'), script('1.2.3'))
  expect([await refusal('absent'), await refusal('folder'), await refusal('text')]).toEqual([
    `no file ~/absent: ${fix}`,
    `~/folder is a folder: ${fix}`,
    '~/text is not executable: chmod +x ~/text',
  ])
})
