import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { catalogue, isOurs, loadScenario, select } from '../../../harness/scenario/catalogue.ts'
import { UsageError } from '../../../harness/util/errors.ts'

const index = fileURLToPath(new URL('../../../harness/mimir/index.ts', import.meta.url))
const QUICK = ['ingester-kill', 'ingester-pause', 'zone-outage', 'zone-partition']
const NIGHTLY = [
  'noisy-neighbour',
  'prometheus-to-kubernetes',
  'query-of-death',
  'read-write-migration',
  'read-write-migration-back',
  'rolling-restart',
  'shard-grow',
  'shard-join',
  'shard-limits',
  'shard-outage',
  'shard-prediction',
  'shard-rollout',
  'shard-shrink',
]
const ALL = [...QUICK.slice(0, 2), ...NIGHTLY, ...QUICK.slice(2)]

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-catalogue-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function file(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text)
  return join(folder, name)
}

const mine = `import { microservices, scenario } from '${index}'
export default scenario({
  id: 'mine',
  title: 'Mine',
  proves: 'nothing',
  suites: [],
  topology: pace => microservices({ zones: 1, pace }),
  steps: [{ name: 'wait', run: t => t.traffic(1) }],
  controls: [{ id: 'no-load', description: 'there is no load', expectFail: ['loss'], verify: () => undefined, noLoad: true }],
})
`

test('every scenario of the project is found, in a folder of its name', async () => {
  const entries = await catalogue()
  expect(entries.map(e => e.scenario.id)).toEqual(ALL)
  expect(entries.map(e => basename(join(e.file, '..')))).toEqual(ALL)
  expect(entries.map(e => isOurs(e.file))).toEqual(ALL.map(() => true))
})

test('scenarios are chosen by id, suite and path, each once', async () => {
  const path = await file('mine.ts', mine)
  const ids = async (...words: string[]) => (await select(words)).map(e => e.scenario.id)
  expect(await ids('zone-outage', 'zone-outage')).toEqual(['zone-outage'])
  expect(await ids('quick')).toEqual(QUICK)
  expect(await ids('zone-outage', 'nightly')).toEqual(['zone-outage', ...ALL.filter(id => id !== 'zone-outage')])
  expect(await ids(path)).toEqual(['mine'])
  expect(isOurs(path)).toBe(false)
})

test('a word that means nothing is answered with what it could have been', async () => {
  await expect(select(['nope'])).rejects.toThrow(
    new UsageError(
      'unknown scenario "nope"',
      `use one of quick, nightly, ${ALL.join(', ')}, or the path of a scenario file`,
    ),
  )
  await expect(select(['./nope.ts'])).rejects.toThrow(
    new UsageError('no scenario file ./nope.ts', 'give the path of a .ts file with a scenario in it'),
  )
})

test('a file that holds no scenario is refused', async () => {
  const path = await file('empty.ts', 'export default { id: 1 }\n')
  await expect(loadScenario(path)).rejects.toThrow(
    new UsageError(
      `${path} has no scenario as its default export`,
      'write `export default scenario({ ... })`; see docs/tutorial.md',
    ),
  )
})

test('a file that throws is refused with the reason', async () => {
  const path = await file('throws.ts', "throw new Error('not today')\n")
  await expect(loadScenario(path)).rejects.toThrow(
    new UsageError(
      `${path} can not be loaded (not today)`,
      'correct the file; docs/tutorial.md builds one from nothing',
    ),
  )
})

test('what is wrong with the scenario in a file is told as it is', async () => {
  const path = await file('no-control.ts', mine.replace(/controls: .*/, 'controls: [],'))
  await expect(loadScenario(path)).rejects.toThrow(
    new UsageError(
      'scenario mine: it has no control',
      'add a variant that must come out red: a check that can not fail proves nothing',
    ),
  )
})
