import { expect, test } from 'vitest'
import { UsageError } from '../../../../harness/util/errors.ts'
import { explain } from '../../../../kind/offline/explain.ts'
import { shell } from '../../../../kind/offline/shell.ts'

/** What is said of a step whose script printed this on standard error and failed. */
async function said(stderr: string): Promise<string> {
  const thrown = await shell({})`printf '%s' ${stderr} >&2; exit 3`.then(
    () => new Error('it did not fail'),
    (it: unknown) => it,
  )
  const error = explain('rootfs', thrown)
  return `${error.name}: ${error.message}`
}

test('the causes that people can mend are told with what to do', async () => {
  expect([
    await said('tar: write error: No space left on device'),
    await said(
      'go: k8s.io/api@v0.34.4: Get "https://proxy.example.org": dial tcp: lookup proxy.example.org: no such host',
    ),
    await said('compile: signal: killed'),
  ]).toEqual([
    'UsageError: the disk is full (rootfs): free some, or set XDG_CACHE_HOME to a larger disk',
    'UsageError: rootfs: a package registry cannot be reached (go: k8s.io/api@v0.34.4: Get "https://proxy.example.org": dial tcp: lookup proxy.example.org: no such host): try again with a network; set GOPROXY or http_proxy where there is a mirror or proxy. What is done stays done',
    'UsageError: rootfs: the compiler was killed (compile: signal: killed): it probably ran out of memory: set GOFLAGS=-p=1',
  ])
})

test('anything else is told by its last five lines, without what was downloaded', async () => {
  const lines = ['1', '2', '3', 'go: downloading x v1', '4', '5', '6'].join('\n')
  expect(await said(lines)).toBe('Error: rootfs failed: 2\n3\n4\n5\n6')
})

test('what says already what to do stays as it is', () => {
  const known = new UsageError('no zstd', 'apt-get install zstd')
  expect(explain('rootfs', known)).toBe(known)
})
