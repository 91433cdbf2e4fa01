import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { reason } from '../../../../harness/util/errors.ts'
import { demandRequirements } from '../../../../kind/offline/requirements.ts'

const refusal = (...args: Parameters<typeof demandRequirements>) =>
  demandRequirements(...args).then(() => 'all is there', reason)

test('root is needed, and said to be', async () => {
  expect(await refusal(tmpdir(), 0, process.env, 1000)).toBe(
    'the node image cannot be built by an ordinary user: debootstrap and containerd need root: run it with sudo -E',
  )
})

test('a program that is missing is named with what installs it', async () => {
  expect(await refusal(tmpdir(), 0, { PATH: '/nowhere' }, 0)).toBe(
    'the node image cannot be built: there is no go on PATH: install Go 1.26 or newer (https://go.dev/dl)',
  )
})
