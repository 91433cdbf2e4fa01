import { expect, test } from 'vitest'
import { platform } from '../../../harness/toolchain/platform.ts'

test('platforms are spelled as Go spells them', () => {
  expect(platform('linux', 'x64')).toEqual({ os: 'linux', arch: 'amd64' })
  expect(platform('darwin', 'arm64')).toEqual({ os: 'darwin', arch: 'arm64' })
})

test('other platforms are refused', () => {
  expect(() => platform('win32', 'x64')).toThrow(
    'Mimir Gauntlet does not run on win32/x64: use Linux or macOS on amd64 or arm64',
  )
})
