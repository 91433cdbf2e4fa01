/**
 * Two places of one run, side by side in the namespaces that this process was started in: the main one, and `vm`. Asks the main one through its gateway
 * all the time, while the other is rolled and partitioned, and prints what was seen. Arguments: the tiny binary, a Prometheus, a folder.
 */

import { glob, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { inPlace } from '../../harness/cluster/places.ts'
import { probeConfinement } from '../../harness/cluster/process/abilities.ts'
import { startCluster } from '../../harness/cluster/start.ts'
import type { Fleet, Program } from '../../harness/fleet/fleet.ts'
import type { HistoryEvent } from '../../harness/history/events.ts'
import { tinyFleet } from './fleet.ts'
import { tinyProtocol } from './protocol.ts'

const [binary, prometheus, folder] = process.argv.slice(2) as [string, string, string]
const program: Program = { name: 'tiny', version: '1', at: { binary } }
const events: HistoryEvent[] = []
const run = {
  id: `places-${process.pid}`,
  program,
  protocol: tinyProtocol,
  seed: 1,
  folder: `${folder}/run`,
  scratch: `${folder}/scratch`,
  recorder: { record: (event: HistoryEvent) => void events.push(event) },
  onProgress: () => {},
  signal: new AbortController().signal,
}
const where = { provider: 'process', program: binary, prometheus, sandbox: 'namespaces', addresses: 'ip' } as const

const { cpu } = await probeConfinement()
/** With limits where there can be any, which takes control groups, also in namespaces. */
const limits = cpu ? {} : { limits: { cpu: 1, memory: 2 ** 28 } }
const fleet = (gracePeriod = 5000): Fleet => tinyFleet(program, { gracePeriod, ...limits })

await using main = await startCluster(where, run)
await using vm = await startCluster(where, inPlace(run, 'vm'))
await Promise.all([main.apply(fleet()), vm.apply(fleet())])

const status = (url: string, timeout = 1000): Promise<number | 'silence'> =>
  fetch(url, { signal: AbortSignal.timeout(timeout) }).then(
    r => r.status,
    () => 'silence',
  )
/** What a pod is answered by another one, of whatever place. */
const asks = (from: { url: string }, to: { url: string }) =>
  status(`${from.url}/ask?url=${encodeURIComponent(`${to.url}/ready`)}`)
const STORE = 'store-zone-a-0'
const OTHER = 'store-zone-b-0'

const through: Record<string, number> = {}
const over = new AbortController()
const asking = (async () => {
  while (!over.signal.aborted) {
    const seen = String(await status(`${main.gateway}/items/`))
    through[seen] = (through[seen] ?? 0) + 1
    await sleep(10)
  }
})()

/** Who hears whom: the harness each store, and stores each other, in their place and across. */
const heard = async () => {
  const [a, b, c, d] = [main.pod(STORE), main.pod(OTHER), vm.pod(STORE), vm.pod(OTHER)] as const
  return {
    'run main': await status(`${a.url}/ready`, 300),
    'run vm': await status(`${c.url}/ready`, 300),
    'main main': await asks(b, a),
    'vm vm': await asks(d, c),
    'main vm': await asks(b, c),
    'vm main': await asks(d, a),
    'by name': await status(`${d.url}/ask?url=${encodeURIComponent('http://store-zone-a-headless:8080/items/')}`),
  }
}

/** Names of the control groups of a store in each place. */
const groups = async () => {
  const texts = await Promise.all([main, vm].map(it => readFile(`/proc/${it.pod(STORE).instance}/cgroup`, 'utf8')))
  return texts.map(text =>
    [...new Set(text.match(/mimir-gauntlet-\S+/g) ?? [])].map(name =>
      name.replace(run.id, 'run').replace(/\.\d+$/, ''),
    ),
  )
}

const seen: Record<string, unknown> = { begin: await heard(), groups: await groups() }
await fetch(`${vm.gateway}/items/`).then(r => r.text())
await fetch(`${vm.pod(STORE).url}/items/only-vm`, { method: 'POST' })
seen.items = await Promise.all([main, vm].map(async it => (await fetch(`${it.gateway}/items/`)).json()))

const before = main.pods().map(p => p.instance)
await vm.apply(fleet(4000))
seen.rolled = { main: main.pods().filter((p, i) => p.instance !== before[i]).length, after: await heard() }

await vm.injector.partition([STORE])
seen.vmCut = await heard()
await main.injector.partition([OTHER])
await vm.injector.heal()
seen.onlyMainCut = {
  harness: await status(`${main.pod(OTHER).url}/ready`, 300),
  vm: await status(`${vm.pod(STORE).url}/ready`),
}
await main.injector.heal()
await sleep(1000)
seen.healed = await heard()

over.abort()
await asking
const files: string[] = []
for await (const file of glob('**/*.log', { cwd: run.folder })) files.push(file)
const pods = new Set(events.flatMap(e => (e.type === 'pod' ? [e.pod] : [])))
const routes = new Set(events.flatMap(e => (e.type === 'route' ? Object.keys(e.routes) : [])))
const addresses = [main, vm].flatMap(it => [it.gateway, it.prometheus, it.pod(STORE).url])
const { '200': answered, ...failed } = through
process.stdout.write(
  JSON.stringify({
    ...seen,
    failed,
    enough: answered! > 50,
    files: files.sort(),
    pods: [...pods].sort(),
    routes: [...routes].sort(),
    addresses,
  }),
)
