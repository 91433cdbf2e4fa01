import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { probeAbilities } from '../../../../harness/cluster/process/abilities.ts'
import { which } from '../../../../harness/toolchain/locate.ts'

/** What the probe says where these programs are, and no others. */
async function withPrograms(...programs: string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'gauntlet-programs-'))
  try {
    for (const program of programs) await symlink((await which(program)) ?? '/bin/true', join(folder, program))
    return await probeAbilities({ PATH: folder })
  } finally {
    await rm(folder, { recursive: true })
  }
}

test('the probe is quick, and what is in the way is said where not everything can be had', async () => {
  const start = performance.now()
  const found = await probeAbilities()
  expect(performance.now() - start).toBeLessThan(2000)
  const all = found.reach === 'partitions'
  expect(found).toEqual(all ? { reach: 'partitions' } : { reach: found.reach, lack: { why: /./, fix: /./ } })
})

test.runIf(process.platform === 'linux')('a program that a run needs and that is not there', async () => {
  expect([
    await withPrograms(),
    await withPrograms('unshare', 'nsenter', 'mount', 'sh', 'mkdir', 'cat', 'readlink'),
  ]).toEqual([
    { reach: 'nothing', lack: { why: 'there is no unshare on PATH', fix: 'install util-linux' } },
    { reach: 'nothing', lack: { why: 'there is no ip on PATH', fix: 'install iproute2' } },
  ])
})

test.runIf(process.platform === 'linux')('a program that is refused has its words told', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gauntlet-programs-'))
  await symlink('/bin/false', join(folder, 'unshare'))
  const found = await probeAbilities({ PATH: `${folder}:${process.env.PATH}` })
  await rm(folder, { recursive: true })
  expect(found.reach === 'nothing' && found.lack.why).toMatch(
    /^a user may not make namespaces \(.+\)$|^there is no ip on PATH$/,
  )
})
