/** Prints what a run of this user says of fleets that want more than it may have; and of one that does not, how its pods are started. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Confinement } from '../../harness/cluster/process/confinement.ts'
import type { PodTemplate } from '../../harness/fleet/fleet.ts'
import { reason } from '../../harness/util/errors.ts'
import { tinyFleet } from './fleet.ts'

const scratch = await mkdtemp(join(tmpdir(), 'gauntlet-refused-'))
const program = { name: 'tiny', version: '1', at: { binary: '/bin/true' } }
const wishes: Partial<PodTemplate>[] = [
  { limits: { cpu: 0.5 } },
  { runAs: { user: 10_001, group: 10_001 } },
  { limits: { memory: 2 ** 28 } },
]
const said: string[] = []
for (const wish of wishes) {
  const confinement = new Confinement({ run: `refused-${process.pid}`, scratch })
  const [first] = tinyFleet(program, wish).workloads
  const workload = { ...first!, name: 'store' }
  const started = async () => {
    await confinement.demand({ name: 'tiny', files: {}, routes: {}, workloads: [workload] })
    const { argv } = await confinement.confine({ name: 'store-0', workload, ordinal: 0 }, ['tiny'], [])
    return argv.join(' ')
  }
  said.push(await started().catch(reason))
}
await rm(scratch, { recursive: true })
process.stdout.write(JSON.stringify(said))
