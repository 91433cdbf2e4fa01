import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { environmentOf, expanded } from '../../harness/cluster/environment.ts'
import { writeFiles } from '../../harness/cluster/files.ts'
import { claimAddresses } from '../../harness/cluster/process/addresses.ts'
import { podsOf } from '../../harness/fleet/fleet-pods.ts'
import { fleetOf } from '../../harness/mimir/compile-fleet.ts'
import { mimirProgram } from '../../harness/mimir/program.ts'
import { oneOfEach } from '../../harness/mimir/topology/modes.ts'
import { identify } from '../../harness/toolchain/identify.ts'
import setup from '../real/binaries.ts'
import { testCluster } from '../real/cluster.ts'

/**
 * What the harness adds to the start of 14 pods: from `apply` to all ready, against the same processes started by a bare loop. Both in turn,
 * five times; the ratio of the medians counts, as the machine's speed is not ours. Prints one line of JSON.
 */
const ROUNDS = 5
const topology = oneOfEach({ zones: 3, pace: 'fast' })

await setup()
const ours: number[] = []
const bare: number[] = []
for (let round = 0; round < ROUNDS; round++) {
  ours.push(await byTheHarness())
  bare.push(await byABareLoop())
}
const [a, b] = [median(ours), median(bare)]
console.log(
  JSON.stringify({ name: 'boot-14-pods', harnessMs: a, bareLoopMs: b, ratio: Math.round((100 * a) / b) / 100 }),
)

async function byTheHarness(): Promise<number> {
  await using it = await testCluster('ip')
  const start = performance.now()
  await it.deployment.apply(topology)
  return Math.round(performance.now() - start)
}

async function byABareLoop(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'gauntlet-bare-'))
  using addresses = await claimAddresses('ip', 'none')
  const mimir = process.env.MIMIR_BIN!
  const { version } = await identify(mimirProgram.tool, mimir)
  const { host, port } = addresses.server('gateway')
  const fleet = fleetOf(topology, {
    program: { name: 'mimir', version, at: { binary: mimir } },
    gateway: `http://${host}:${port}`,
    peers: undefined,
    label: 'bare',
    store: 'folder',
  })
  const addressOf = (workload: number, ordinal: number) =>
    addresses.pod(workload, ordinal, fleet.workloads[workload]!.template.ports)
  const files = join(folder, 'config')
  await writeFiles(files, fleet)
  const start = performance.now()
  const pods = await Promise.all(
    podsOf(fleet).map(async ({ name, workload, ordinal }) => {
      const address = addressOf(fleet.workloads.indexOf(workload), ordinal)
      const volume = join(folder, name)
      await mkdir(volume, { recursive: true })
      const env = environmentOf(workload.template, {
        name,
        ...address,
        namespace: '',
        volume: () => volume,
        files,
        shared: () => join(folder, 'bucket'),
        peer: (nth, port) => {
          const { host, ports } = addressOf(nth, 0)
          return `${host}:${ports[port]}`
        },
        secret: () => '',
      })
      const child = spawn(mimir, expanded(workload.template.args, env), { cwd: volume, env, stdio: 'ignore' })
      return { child, url: `http://${address.host}:${address.ports.http}/ready` }
    }),
  )
  await Promise.all(pods.map(({ url }) => answers(url)))
  const took = performance.now() - start
  await Promise.all(
    pods.map(({ child }) => {
      const gone = new Promise(resolve => child.once('exit', resolve))
      child.kill('SIGKILL')
      return gone
    }),
  )
  await rm(folder, { recursive: true, force: true })
  return Math.round(took)
}

/** Asks every 50 ms, a minute at most. */
async function answers(url: string): Promise<void> {
  for (let look = 0; look < 1200; look++) {
    const ok = await fetch(url).then(
      async r => {
        await r.text()
        return r.ok
      },
      () => false,
    )
    if (ok) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error(`${url} did not become ready within a minute`)
}

function median(numbers: number[]): number {
  return numbers.toSorted((x, y) => x - y)[Math.floor(numbers.length / 2)]!
}
