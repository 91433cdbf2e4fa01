import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { cleanEngine, type EngineOptions, startEngine } from '../../harness/cluster/kind/engine.ts'
import { mimirProgram } from '../../harness/mimir/program.ts'
import { command } from '../../harness/util/command.ts'
import { done, notYet, until } from '../../harness/util/until.ts'
import { type NodeImage, nodeImage } from '../../kind/offline/node-image.ts'
import { EngineProcess, look, type Seen } from './engines.ts'

/** An address of documentation (RFC 5737): nobody has it, and a packet to it would leave by the default route. */
const OUTSIDE = '203.0.113.7'

let node: NodeImage
let folder: string
let before: Seen
let runs = 0
let engines: EngineProcess[] = []

beforeAll(async () => {
  node = await nodeImage(mimirProgram, { onProgress: line => console.log(line) })
  folder = await mkdtemp(join(tmpdir(), 'mg-engine-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

beforeEach(async () => {
  before = await look('engine-test', folder)
})
afterEach(async () => {
  for (const engine of engines) await engine.kill()
  engines = []
  await cleanEngine(join(folder, 'data'))
})

/** All engines of this file use one data root, one after the other. */
function options(): EngineOptions {
  const run = `engine-test-${process.pid}-${++runs}`
  const scratch = join(folder, `s${runs}`)
  return { run, scratch, dataRoot: join(folder, 'data'), runc: node.runc, log: join(folder, 'dockerd.log') }
}

async function start(it = options()) {
  const started = await EngineProcess.start(it, node)
  engines.push(started.engine)
  return started
}

/** A container of the node image that runs a shell script. */
const inContainer = (script: string, flags = '') =>
  `docker run --rm --pull=never ${flags} --entrypoint bash ${node.image} -c '${script}'`

test('an engine starts, runs a privileged container, and leaves the machine as it was', async () => {
  const { engine, loaded } = await start()
  const { code, stdout } = await engine.sh(inContainer('echo from a container', '--privileged --network none'))
  expect({ loaded, code, stdout }).toEqual({ loaded: true, code: 0, stdout: 'from a container\n' })
  await engine.stop()
  expect(await look('engine-test', folder)).toEqual(before)
})

test('no packet leaves: who calls an address outside is refused at once, and so is who asks for a name', async () => {
  const rule = ['-d', OUTSIDE, '-j', 'DROP']
  for (const chain of ['OUTPUT', 'FORWARD']) await command('iptables', ['-w', '5', '-I', chain, ...rule])
  try {
    const { engine } = await start()
    await engine.sh('docker network create cluster')
    const call = (what: string) => engine.sh(inContainer(`time -p curl -sS --max-time 20 ${what}`, '--network cluster'))
    const [address, name] = [await call(`http://${OUTSIDE}/`), await call('http://registry.example.org/')]
    const told = ({ code, stderr }: typeof address) => ({
      code,
      quick: Number(/real (.*)/.exec(stderr)?.[1]) < 4,
      why: /curl: .*?(?:No route to host|Network is unreachable|Couldn't connect to server|Could not resolve host)/.test(
        stderr,
      ),
    })
    // curl: 7 is "failed to connect", 6 "could not resolve".
    expect([told(address), told(name)]).toEqual([
      { code: 7, quick: true, why: true },
      { code: 6, quick: true, why: true },
    ])
    const counted = await Promise.all(
      ['OUTPUT', 'FORWARD'].map(chain => command('iptables', ['-w', '5', '-nvxL', chain])),
    )
    const packets = counted.map(
      ({ stdout }) =>
        stdout
          .split('\n')
          .find(line => line.includes(OUTSIDE))
          ?.trim()
          .split(/\s+/)[0],
    )
    expect(packets).toEqual(['0', '0'])
  } finally {
    for (const chain of ['OUTPUT', 'FORWARD']) await command('iptables', ['-w', '5', '-D', chain, ...rule])
  }
})

test('after SIGKILL nothing runs and nothing is mounted; what the machine kept is put back by cleanEngine', async () => {
  const it = options()
  const { engine } = await start(it)
  await engine.sh('docker network create cluster')
  const kept = '--detach --privileged --restart always --volume /var --network cluster'
  const { code } = await engine.sh(
    `docker run ${kept} --entrypoint bash ${node.image} -c 'sysctl -w kernel.panic=77; exec sleep 1000'`,
  )
  const during = await until(
    async () => {
      const seen = await look(it.run, folder)
      return seen.settings['kernel/panic'] === '77' && seen.processes.length > 0
        ? done(seen)
        : notYet(JSON.stringify(seen))
    },
    { for: 'the container to run', deadline: 60_000 },
  )
  expect([code, during.processes, during.mounts]).toEqual([0, ['sleep 1000 '], before.mounts])
  expect(during.cgroups.length).toBeGreaterThan(0)

  await engine.kill()
  await until(
    async () => {
      const { processes } = await look(it.run, folder)
      return processes.length === 0 ? done(undefined) : notYet(processes.join())
    },
    { for: 'the container to end with its engine', deadline: 30_000 },
  )
  const after = await look(it.run, folder)
  expect({ mounts: after.mounts, links: after.links }).toEqual({ mounts: before.mounts, links: before.links })

  const told = await cleanEngine(it.dataRoot)
  const ofContainer = told.filter(line => !line.startsWith('fs/inotify/'))
  expect(ofContainer.map(line => line.replace(/^\d+ /, 'N '))).toEqual([
    `kernel/panic is ${before.settings['kernel/panic']} again`,
    'N cgroups removed',
  ])
  expect([await look('engine-test', folder), await cleanEngine(it.dataRoot)]).toEqual([before, []])

  // The next one has the image still, and nothing of what ran.
  const next = await start()
  const left = await next.engine.sh(
    'docker ps --all --quiet; docker volume ls --quiet; docker network ls --quiet --filter type=custom',
  )
  expect([next.loaded, left.stdout]).toEqual([false, ''])
  await next.engine.stop()
})

test('a data root has one engine at a time, and the second is told whose it is', async () => {
  const it = options()
  await start(it)
  const { refused } = await start()
  expect(refused).toBe(
    `the Docker engine of ${it.dataRoot} is in use by ${it.run}: wait until it has ended, or set XDG_CACHE_HOME to another folder for an engine beside it`,
  )
  expect(await cleanEngine(it.dataRoot)).toEqual([])
})

test('an engine that dies says what it said last', async () => {
  const it = options()
  const { refused } = await start({ ...it, scratch: join(it.scratch, 'too-long-for-a-socket'.repeat(5)) })
  expect(refused).toMatch(/^the Docker engine died \(.*unix.*\): see .*dockerd\.log$/s)
})

test('an engine refuses to start outside of its namespaces', async () => {
  await expect(startEngine(options())).rejects.toThrow(/^an engine starts in namespaces of its own only/)
})
