import { readFile, readlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runsIn } from '../../harness/history/read.ts'
import { readRun } from '../judged.ts'
import { cli, NOTHING, TestFolder, traces, valid, verdicts } from '../real/cli.ts'

const index = fileURLToPath(new URL('../../harness/mimir/index.ts', import.meta.url))

let folder: TestFolder

beforeAll(async () => {
  folder = await TestFolder.make()
})
afterAll(() => folder[Symbol.asyncDispose]())

test('--sandbox none: valid, on loopback addresses of its own; what needs more is not run', async () => {
  const runs = join(folder.path, 'none')
  const both = ['ingester-kill', 'zone-partition']
  const ended = await cli('run', ...both, '--runs', runs, '--sandbox', 'none', '--load', 'light', '--json')
  expect({ code: ended.code, stderr: ended.stderr, verdicts: verdicts(ended) }).toEqual({
    code: 3,
    stderr: '',
    verdicts: valid('ingester-kill'),
  })
  expect(JSON.parse(ended.stdout.trimEnd().split('\n').at(-1)!)).toEqual({
    type: 'not run',
    scenario: 'zone-partition',
    details: '',
    why: 'it cuts pods off from each other, and pods have no networks of their own with --sandbox none',
    fix: 'leave out --sandbox none',
  })
})

/** A small Mimir that only serves. What two of them do to each other's latency on one machine is not the matter here. */
const beside = (id: string): string => `
import { readWrite, scenario } from '${index}'
const often = { longestGap: 2000, latency: 2000, errorRatio: 0.5 }
export default scenario({
  id: '${id}',
  title: 'Mimir serves beside another one',
  proves: 'Two runs do not touch each other.',
  suites: [],
  topology: pace => readWrite({ zones: 2, pace, replicas: { 'mimir-read': 1 } }),
  objectives: { steady: { writes: often, instant: often } },
  steps: [{ name: 'serve', run: t => t.traffic(12) }],
  controls: [{ id: 'no-load', description: 'there is no load', expectFail: ['loss'], verify: () => undefined, noLoad: true }],
})
`

test('--parallel 2: two runs side by side are both valid, on addresses of their own', async () => {
  const runs = join(folder.path, 'parallel')
  const files = ['left', 'right'].map(id => join(folder.path, `${id}.scenario.ts`))
  await Promise.all([writeFile(files[0]!, beside('left')), writeFile(files[1]!, beside('right'))])
  const ended = await cli(
    'run',
    ...files,
    '--parallel',
    '2',
    '--runs',
    runs,
    '--sandbox',
    'none',
    '--load',
    'light',
    '--json',
  )
  expect({ code: ended.code, stderr: ended.stderr, verdicts: verdicts(ended) }).toEqual({
    code: 0,
    stderr: '',
    verdicts: valid('left', 'right'),
  })

  const ids = await runsIn(runs)
  expect(ids.map(id => id.replace(/-\d.*/, ''))).toEqual(['left', 'right'])
  expect(ids).toContain(await readlink(join(runs, 'latest')))
  const recorded = await Promise.all(ids.map(id => readRun(join(runs, id))))
  const [left, right] = recorded.map(({ events }) => events.filter(e => e.type === 'write'))
  expect(left![0]!.start).toBeLessThan(right!.at(-1)!.end)
  expect(right![0]!.start).toBeLessThan(left!.at(-1)!.end)
  const configs = await Promise.all(ids.map(id => readFile(join(runs, id, 'config', 'mimir.yaml'), 'utf8')))
  const blocks = configs.map(yaml => [...new Set(yaml.match(/\b127\.\d+\./g))])
  expect(blocks.map(b => b.length)).toEqual([1, 1])
  expect(blocks[0]).not.toEqual(blocks[1])
  for (const id of ids) expect(await traces(id)).toEqual(NOTHING)
})
