import { expect, test } from 'vitest'
import { mimirProgram } from '../../../harness/mimir/program.ts'
import { checksumFor, releaseOf } from '../../../harness/toolchain/release.ts'
import type { Mirror } from '../../../harness/toolchain/resolve-options.ts'
import { tools } from '../../../harness/toolchain/tools.ts'

const mirror: Mirror = { base: 'http://mirror.example/github', namedBy: '--download-base' }

test("Mimir's releases are bare binaries with a checksum file each", () => {
  expect(releaseOf(mimirProgram.tool, '3.0.5', { os: 'linux', arch: 'arm64' }, undefined)).toEqual({
    asset: 'mimir-linux-arm64',
    url: 'https://github.com/grafana/mimir/releases/download/mimir-3.0.5/mimir-linux-arm64',
    checksums: 'https://github.com/grafana/mimir/releases/download/mimir-3.0.5/mimir-linux-arm64-sha-256',
    member: undefined,
  })
})

test("Prometheus' releases are archives with one checksum file for all; a mirror replaces the host", () => {
  expect(releaseOf(tools.prometheus, '3.5.2', { os: 'darwin', arch: 'amd64' }, mirror)).toEqual({
    asset: 'prometheus-3.5.2.darwin-amd64.tar.gz',
    url: 'http://mirror.example/github/prometheus/prometheus/releases/download/v3.5.2/prometheus-3.5.2.darwin-amd64.tar.gz',
    checksums: 'http://mirror.example/github/prometheus/prometheus/releases/download/v3.5.2/sha256sums.txt',
    member: 'prometheus-3.5.2.darwin-amd64/prometheus',
  })
})

test("Helm's releases lie on a host of their own, which a mirror has as a folder", () => {
  const platform = { os: 'linux', arch: 'amd64' } as const
  expect(releaseOf(tools.helm, '4.3.1', platform, undefined)).toEqual({
    asset: 'helm-v4.3.1-linux-amd64.tar.gz',
    url: 'https://get.helm.sh/helm-v4.3.1-linux-amd64.tar.gz',
    checksums: 'https://get.helm.sh/helm-v4.3.1-linux-amd64.tar.gz.sha256sum',
    member: 'linux-amd64/helm',
  })
  expect(releaseOf(tools.helm, '4.3.1', platform, mirror).url).toEqual(
    'http://mirror.example/github/get.helm.sh/helm-v4.3.1-linux-amd64.tar.gz',
  )
})

test("the Versity gateway's archives are called as uname has it", () => {
  expect(releaseOf(tools.versitygw, '1.8.0', { os: 'linux', arch: 'amd64' }, undefined)).toEqual({
    asset: 'versitygw_v1.8.0_Linux_x86_64.tar.gz',
    url: 'https://github.com/versity/versitygw/releases/download/v1.8.0/versitygw_v1.8.0_Linux_x86_64.tar.gz',
    checksums: 'https://github.com/versity/versitygw/releases/download/v1.8.0/checksums.txt',
    member: 'versitygw_v1.8.0_Linux_x86_64/versitygw',
  })
  expect(releaseOf(tools.versitygw, '1.8.0', { os: 'darwin', arch: 'arm64' }, undefined).asset).toEqual(
    'versitygw_v1.8.0_Darwin_arm64.tar.gz',
  )
})

test("kind's releases are bare binaries", () => {
  expect(releaseOf(tools.kind, '0.30.0', { os: 'darwin', arch: 'arm64' }, undefined)).toEqual({
    asset: 'kind-darwin-arm64',
    url: 'https://github.com/kubernetes-sigs/kind/releases/download/v0.30.0/kind-darwin-arm64',
    checksums: 'https://github.com/kubernetes-sigs/kind/releases/download/v0.30.0/kind-darwin-arm64.sha256sum',
    member: undefined,
  })
})

test("k6's releases are archives with one checksum file for all", () => {
  expect(releaseOf(tools.k6, '1.8.1', { os: 'linux', arch: 'arm64' }, undefined)).toEqual({
    asset: 'k6-v1.8.1-linux-arm64.tar.gz',
    url: 'https://github.com/grafana/k6/releases/download/v1.8.1/k6-v1.8.1-linux-arm64.tar.gz',
    checksums: 'https://github.com/grafana/k6/releases/download/v1.8.1/k6-v1.8.1-checksums.txt',
    member: 'k6-v1.8.1-linux-arm64/k6',
  })
})

const a = 'a'.repeat(64)
const b = 'b'.repeat(64)

test.each([
  ['a bare sum', `${a}\n`, a],
  ['a sum with the name', `${a}  tool\n`, a],
  ['a sum of a file read as binary', `${a} *tool\n`, a],
  ['a name with a folder', `${a}  ./dist/tool\n`, a],
  ['capitals', `${a.toUpperCase()}  tool\n`, a],
  ['one of many', `${b}  other\n${a}  tool\n`, a],
  ['only the sum of another file', `${b}  other\n`, undefined],
  ['a name that merely begins like it', `${b}  tool.sig\n`, undefined],
  ['two bare sums: which?', `${a}\n${b}\n`, undefined],
  ['something else', '<html>Sign in</html>', undefined],
  ['an empty file', '', undefined],
])('checksum file: %s', (_, file, sum) => {
  expect(checksumFor('tool', file)).toEqual(sum)
})
