import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished } from 'vitest'
import { probeConfinement } from '../../harness/cluster/process/abilities.ts'
import { command } from '../../harness/util/command.ts'
import { unshare } from '../../harness/util/namespaces.ts'
import { searchable } from '../../harness/util/search-path.ts'
import { buildTiny } from '../tiny/build.ts'
import { testWith } from './abilities.ts'

const places = fileURLToPath(new URL('../tiny/places.ts', import.meta.url))

const whole = {
  'run main': 200,
  'run vm': 200,
  'main main': 200,
  'vm vm': 200,
  'main vm': 200,
  'vm main': 200,
  'by name': 200,
}

testWith('partitions', 'two places of one run: what is done in one leaves the other as it is', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gauntlet-places-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const binary = await buildTiny(folder)
  const { cpu: unlimited } = await probeConfinement()
  const [program, ...args] = [...unshare, process.execPath, '--disable-warning=ExperimentalWarning', places]
  const ended = await command(program!, [...args, binary, process.env.PROMETHEUS_BIN!, folder], { env: searchable() })
  expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code: 0, stderr: '' })
  const { stdout: groupsLeft } = await command('find', ['/sys/fs/cgroup', '-name', 'mimir-gauntlet-places-*'])
  expect(groupsLeft).toBe('')
  const cut = { 'run vm': 'silence', 'vm vm': 502, 'main vm': 502, 'by name': 502 }
  const pods = ['spare-0', 'spare-1', 'store-zone-a-0', 'store-zone-b-0']
  expect(JSON.parse(ended.stdout)).toEqual({
    begin: whole,
    groups: unlimited ? [[], []] : [['mimir-gauntlet-run/store-zone-a-0'], ['mimir-gauntlet-run-vm/store-zone-a-0']],
    items: [[], ['only-vm']],
    rolled: { main: 0, after: whole },
    vmCut: { ...whole, ...cut },
    onlyMainCut: { harness: 'silence', vm: 200 },
    healed: whole,
    failed: {},
    enough: true,
    files: [
      ...['spare-0', 'store-zone-a-0', 'store-zone-b-0'].map(pod => `pods/${pod}.log`),
      ...pods.map(pod => `places/vm/pods/${pod}.log`),
      'places/vm/prometheus.log',
      'prometheus.log',
    ].sort(),
    pods: ['spare-0', 'store-zone-a-0', 'store-zone-b-0', ...pods.map(pod => `vm/${pod}`)],
    routes: ['items', 'vm/items'],
    addresses: [
      'http://198.18.0.1:8080',
      'http://198.18.0.1:8081',
      'http://198.18.1.1:8080',
      'http://198.19.0.1:8080',
      'http://198.19.0.1:8081',
      'http://198.19.1.1:8080',
    ],
  })
})
