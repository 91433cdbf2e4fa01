import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { build } from '../../../harness/toolchain/build.ts'
import { identify } from '../../../harness/toolchain/identify.ts'
import { sandbox, tiny, writeBinary } from './tiny.ts'

const how = tiny.build!

test('a Go module becomes a binary that knows its version', async () => {
  await using box = await sandbox()
  const lines: string[] = []
  const binary = await build(tiny, how, box.folder, { env: box.env, offline: true, onProgress: it => lines.push(it) })
  expect(await identify(tiny, binary)).toEqual({ tool: 'tiny', version: '1.3.0-dev.20260101', revision: 'abc123' })
  expect(lines[0]).toEqual('building tiny 1.3.0-dev.20260101 from Go modules: usually 1 second')
}, 60_000)

/** What is said when `go` ends with this on stderr. */
async function saidOf(stderr: string): Promise<string> {
  await using box = await sandbox()
  await writeBinary(join(box.folder, 'bin', 'go'), `#!/bin/sh\ncat >&2 <<'END'\n${stderr}\nEND\nexit 1\n`)
  const env = { ...box.env, PATH: `${join(box.folder, 'bin')}:${box.env.PATH}` }
  return await build(tiny, how, box.folder, { env }).then(
    () => 'built',
    (thrown: Error) => `${thrown.name}: ${thrown.message}`,
  )
}

test.each([
  [
    'a full disk',
    'compile: writing output: write $WORK/b001/_pkg_.a: no space left on device',
    'Error: no space left on device: compile: writing output: write $WORK/b001/_pkg_.a: no space left on device',
  ],
  [
    'an old Go',
    'go: go.mod requires go >= 1.25.9 (running go 1.22.0; GOTOOLCHAIN=local)',
    'UsageError: cannot build tiny (go: go.mod requires go >= 1.25.9 (running go 1.22.0; GOTOOLCHAIN=local)): install Go 1.21 or newer, or give a binary with --tiny PATH',
  ],
  [
    'no network',
    'go: downloading a/b v1.0.0\ngo: a/b@v1.0.0: Get "https://proxy/a/b": dial tcp: lookup proxy: no such host',
    'UsageError: cannot build tiny, Go modules cannot be downloaded (go: a/b@v1.0.0: Get "https://proxy/a/b": dial tcp: lookup proxy: no such host): try again with a network, set GOPROXY to a mirror, or give a binary with --tiny PATH',
  ],
  [
    'no memory',
    'k8s.io/api: /go/compile: signal: killed',
    'UsageError: cannot build tiny, the compiler was killed (k8s.io/api: /go/compile: signal: killed): it probably ran out of memory: set GOFLAGS=-p=1, or give a binary with --tiny PATH',
  ],
  [
    'anything else',
    './main.go:1:1: syntax error',
    'UsageError: go build of tiny failed (./main.go:1:1: syntax error): see what Go says, or give a binary with --tiny PATH',
  ],
])('%s', async (_, stderr, said) => {
  expect(await saidOf(stderr)).toEqual(said)
})

test('no Go at all', async () => {
  await using box = await sandbox()
  await expect(build(tiny, how, box.folder, { env: { ...box.env, PATH: box.folder } })).rejects.toThrow(
    'cannot build tiny: there is no go on PATH: install Go 1.21 or newer (https://go.dev/dl), or give a binary with --tiny PATH',
  )
})

test('an abort kills the compiler too', async () => {
  await using box = await sandbox()
  const beat = join(box.folder, 'beats')
  const compiler = `while :; do mktemp -p ${beat} >/dev/null; sleep 0.02; done`
  await writeBinary(join(box.folder, 'bin', 'go'), `#!/bin/sh\nmkdir ${beat}\n(${compiler}) &\nwait\n`)
  const env = { ...box.env, PATH: `${join(box.folder, 'bin')}:${box.env.PATH}` }
  await expect(build(tiny, how, box.folder, { env, signal: AbortSignal.timeout(300) })).rejects.toThrow(
    'The operation was aborted due to timeout',
  )
  const before = await readdir(beat)
  await new Promise(resolve => setTimeout(resolve, 100))
  expect({ ran: before.length > 0, stopped: (await readdir(beat)).length === before.length }).toEqual({
    ran: true,
    stopped: true,
  })
})
