import { afterEach, expect, test, vi } from 'vitest'
import { Confinement } from '../../../../harness/cluster/process/confinement.ts'
import { PodGroups } from '../../../../harness/cluster/process/pod-groups.ts'
import { UsageError } from '../../../../harness/util/errors.ts'
import { tinyFleet } from '../../../tiny/fleet.ts'

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

test('a memory limit that this machine can not set is refused before anything starts, with the cure', async () => {
  const none = Object.assign(Object.create(PodGroups.prototype) as PodGroups, {
    lackOf: () => ({ why: 'the kernel shows no control groups for memory', fix: 'use another machine' }),
  })
  vi.spyOn(PodGroups, 'open').mockResolvedValue(none)
  vi.stubEnv('PATH', '/nowhere')
  const program = { name: 'tiny', version: '1', at: { binary: '/bin/true' } }
  const confinement = new Confinement({ run: 'r', scratch: '/nowhere' })
  await expect(confinement.demand(tinyFleet(program, { limits: { memory: 1000 } }))).rejects.toEqual(
    new UsageError(
      'workload store-zone-a may use 1000 bytes, and memory can not be limited here (the kernel shows no control groups for memory)',
      'use another machine, or install util-linux, which has prlimit',
    ),
  )
})
