import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { markedProcesses } from '../../harness/cluster/process/marker.ts'
import { REAPED } from '../../harness/cluster/process/reaper.ts'
import { runsIn } from '../../harness/history/read.ts'
import { oneOfEach } from '../../harness/mimir/topology/modes.ts'
import { cli, NOTHING, TestFolder, traces } from './cli.ts'

const index = fileURLToPath(new URL('../../harness/index.ts', import.meta.url))
const mimir = fileURLToPath(new URL('../../harness/mimir/index.ts', import.meta.url))
const SCENARIOS =
  'ingester-kill, ingester-pause, noisy-neighbour, prometheus-to-kubernetes, query-of-death, read-write-migration, read-write-migration-back, rolling-restart, shard-grow, shard-join, shard-limits, shard-outage, shard-prediction, shard-rollout, shard-shrink, zone-outage, zone-partition'

let folder: TestFolder
let runs: string

beforeAll(async () => {
  folder = await TestFolder.make()
  runs = join(folder.path, 'runs')
  await mkdir(runs)
})
afterAll(() => folder[Symbol.asyncDispose]())

const run = (...args: string[]) => ['run', '--json', '--runs', runs, ...args]

/** Ids of the runs that have processes now. */
const going = async (): Promise<string[]> => [
  ...(await markedProcesses()).keys(),
  ...(await markedProcesses(REAPED)).keys(),
]

/** Exit code 2, one line, and nothing is left. */
async function refused(args: readonly string[], line: string): Promise<void> {
  const before = { going: await going(), runs: await runsIn(runs) }
  const { code, stderr } = await cli(...args)
  expect({ code, stderr }).toEqual({ code: 2, stderr: `${line}\n` })
  expect((await going()).filter(id => !before.going.includes(id))).toEqual([])
  expect(await runsIn(runs)).toEqual(before.runs)
}

/** A scenario file of the test's own. */
async function file(name: string, text: string): Promise<string> {
  const path = join(folder.path, `${name}.scenario.ts`)
  await writeFile(path, text)
  return path
}

/** A scenario that is in order but for what a test gives. */
const spec = (different: string): string => `
import { equals, gate, killPod } from '${index}'; import { oneOfEach, scale, scenario, withConfig } from '${mimir}'
const usual = {
  id: 'of-the-test',
  title: 'A scenario of the test',
  proves: 'nothing',
  suites: [],
  topology: pace => oneOfEach({ zones: 3, pace }),
  steps: [{ name: 'wait', run: t => t.traffic(1) }],
  controls: [{ id: 'no-load', description: 'there is no load', expectFail: ['loss'], verify: () => undefined, noLoad: true }],
} as const
export default scenario({
  ...usual,
  ${different}
})
`

const WORKLOADS = oneOfEach({ zones: 3, pace: 'fast' }).workloads.map(w => w.name)
const PODS = WORKLOADS.map(name => `${name}-0`)

describe('what the command line can not mean', () => {
  test.each([
    [['nope'], `unknown scenario "nope": use one of quick, nightly, ${SCENARIOS}, or the path of a scenario file`],
    [['./nope.ts'], 'no scenario file ./nope.ts: give the path of a .ts file with a scenario in it'],
    [
      ['zone-outage', '--kubeconfig', 'x'],
      '--kubeconfig is for pods on Kubernetes: add --provider kind, or leave it out',
    ],
    [['zone-outage', '--control', 'nope'], 'unknown control "nope": use all, scenario, or some of two-zones,stalled'],
    [['--nope'], "unknown option '--nope': see npm run scenario -- --help"],
    [['--seed', 'x'], '--seed x is not a whole number from 0 to 4294967295: give one, as in --seed 1'],
    [['--seed', '-1'], '--seed -1 is not a whole number from 0 to 4294967295: give one, as in --seed 1'],
    [['--k6-rate', '-1'], '--k6-rate -1 is not a whole number from 0 to 500: give one, as in --k6-rate 1'],
    [['--flood-rate', '0'], '--flood-rate 0 is not a whole number from 1 to 2000: give one, as in --flood-rate 2'],
    [['--k6-rate', '501'], '--k6-rate 501 is not a whole number from 0 to 500: give one, as in --k6-rate 1'],
    [['--parallel', '0'], '--parallel 0 is not a whole number from 1 to 8: give one, as in --parallel 2'],
    [['--pace', 'slow'], '--pace slow is not known: use one of fast, real'],
    [
      ['ingester-kill', '--mimir', '/bin/true'],
      '/bin/true is not Mimir: /bin/true -version said nothing and ended with exit code 0: give the path of a Mimir binary with --mimir or MIMIR_BIN',
    ],
    [
      ['ingester-kill', '--mimir', '/usr'],
      '/usr is a folder: give the path of a Mimir binary with --mimir or MIMIR_BIN',
    ],
    [
      ['ingester-kill', '--mimir', '/no/file'],
      'no file /no/file: give the path of a Mimir binary with --mimir or MIMIR_BIN',
    ],
  ])('run %j', (args, line) => refused(run(...args), line))
})

test('where pods have no networks of their own, what cuts them off is not run: exit code 3, and nothing is started', async () => {
  const { code, stdout, stderr } = await cli('run', 'zone-partition', '--runs', runs, '--sandbox', 'none')
  expect({ code, stdout, stderr }).toEqual({
    code: 3,
    stdout:
      '? not run  zone-partition: it cuts pods off from each other, and pods have no networks of their own with --sandbox none: leave out --sandbox none\n',
    stderr: '',
  })
  expect(await runsIn(runs)).toEqual([])
})

describe('a runs folder that can not be written', () => {
  test('is a file', async () => {
    const path = join(folder.path, 'file')
    await writeFile(path, '')
    const { code, stderr } = await cli('run', 'ingester-kill', '--json', '--runs', path)
    expect({ code, stderr: stderr.replace(/ingester-kill-[-\w]+/g, '<run>') }).toEqual({
      code: 2,
      stderr: `${path}/<run> can not be made (ENOTDIR: not a directory, mkdir '${path}/<run>'): give a folder that can be written with --runs\n`,
    })
  })

  test('is where nothing can be made', async () => {
    // Even root may make no folder in /sys, and everyone else may make none in a folder without the right to write.
    const root = userInfo().uid === 0
    const locked = root ? '/sys' : join(folder.path, 'locked')
    if (!root) await mkdir(locked, { mode: 0o500 })
    const { code, stderr } = await cli('run', 'ingester-kill', '--json', '--runs', join(locked, 'runs'))
    const words = stderr.replace(/ingester-kill-[-\w]+/g, '<run>').replace(/\(E\w+: [\w -]+, /, '(<reason>, ')
    expect({ code, words }).toEqual({
      code: 2,
      words: `${locked}/runs/<run> can not be made (<reason>, mkdir '${locked}/runs'): give a folder that can be written with --runs\n`,
    })
  })
})

describe('a scenario file', () => {
  test('with a syntax error', async () => {
    const path = await file('syntax', 'export default scenario({\n')
    const { code, stderr } = await cli(...run(path))
    expect({ code, stderr: stderr.replace(/\((.|\n)*\)/, '(<words of the parser>)') }).toEqual({
      code: 2,
      stderr: `${path} can not be loaded (<words of the parser>): correct the file; docs/tutorial.md builds one from nothing\n`,
    })
  })

  test('without a default export', async () => {
    const path = await file('empty', 'export const nothing = 1\n')
    const line = `${path} has no scenario as its default export: write \`export default scenario({ ... })\`; see docs/tutorial.md`
    await refused(run(path), line)
  })

  test.each([
    [
      'without a control',
      'controls: [],',
      'scenario of-the-test: it has no control: add a variant that must come out red: a check that can not fail proves nothing',
    ],
    [
      'with broken PromQL in a gate',
      "gates: { broken: gate('sum(up', equals(1), '{component=\"ingester\"}') },",
      'not PromQL, at character 7: sum(up<here>: correct the expression in the scenario',
    ],
    [
      'with a lie to a tenant that is not there',
      "controls: [{ id: 'lie', description: 's', expectFail: [], verify: () => undefined, inject: { step: 'wait', defect: { kind: 'swap-tenant', of: 'tenant-a', from: 'tenant-x' } } }],",
      'scenario of-the-test: control lie lies to tenant "tenant-x": use one of: tenant-a, tenant-b, tenant-c',
    ],
    [
      'with a control for a step that is not there',
      "controls: [{ id: 'lie', description: 's', expectFail: [], verify: () => undefined, inject: { step: 'wai', defect: { kind: 'drop-push', every: 2 } } }],",
      'scenario of-the-test: control lie acts in step "wai": use one of: wait',
    ],
    [
      'with a control that expects a check that is not there',
      "controls: [{ id: 'lie', description: 's', expectFail: ['losss'], verify: () => undefined, noLoad: true }],",
      'scenario of-the-test: control lie expects check "losss" to be red: use one of: loss, redundancy, isolation, exemplars, rules, archive, alerts, k6, reference-prometheus, availability, neighbours, gates, expectations, assertions, faults, pods, coverage',
    ],
    [
      'with an objective for a path that is not there',
      'objectives: { steady: { instnat: 1000 } },',
      'scenario of-the-test: it has an objective for path "instnat": use one of: writes, instant, range, labels, cross-tenant, rules, evaluations, rules-api, archive, alerts',
    ],
    [
      'with a workload that is not there',
      "topology: pace => scale(oneOfEach({ zones: 3, pace }), 'querrier', 2),",
      `scenario of-the-test: no workload is called "querrier": use one of ${WORKLOADS.join(', ')}`,
    ],
    [
      'with a fault aimed at a pod that is not there',
      "faults: { kill: killPod('ingester-zone-d-0') },",
      `scenario of-the-test: fault "kill": there is no pod ingester-zone-d-0: use one of ${PODS.join(', ')}, or have the scenario say what it \`becomes\` where a step adds it`,
    ],
    [
      'with a fault matrix for a step that is not there',
      "faultMatrix: { fault: 'kill-pod', steps: ['3.2'] },",
      'scenario of-the-test: no step is meant by "3.2": use one of 1 "wait"',
    ],
  ])('%s', async (name, different, line) => {
    const path = await file(name.replaceAll(' ', '-'), spec(different))
    await refused(run(path), line)
    await refused(['list', path], line)
  })

  test.each([
    ['gate', "t.gate('servin')", `Argument of type '"servin"' is not assignable to parameter of type '"serving"'`],
    ['fault', "t.inject('kil')", `Argument of type '"kil"' is not assignable to parameter of type '"kill"'`],
    ['recovery', "t.recover('kil')", `Argument of type '"kil"' is not assignable to parameter of type '"kill"'`],
  ])('with a step whose code misspells a %s', async (what, does, words) => {
    const before = "  steps: [{ name: 'wait', run: t => "
    const named = `gates: { serving: gate('sum(up)', equals(14), '{}') }, faults: { kill: killPod('ingester-zone-a-0') }`
    const path = await file(`misspelt-${what}`, spec(`${named},\n${before}${does} }],`))
    const column = before.length + does.indexOf("'") + 1
    const line = `${path}:15:${column} ${words}: correct that`
    for (const args of [run(path), run(path, '--dry'), ['list', path]]) await refused(args, line)
  })

  test('whose Mimir does not accept its config ends as unknown, with the last words of the pod', async () => {
    const config = 'topology: pace => withConfig(oneOfEach({ zones: 3, pace }), { limits: { no_such_limit: 1 } }),'
    const path = await file('nonsense', spec(config))
    const { code, stdout, stderr } = await cli(...run(path))
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    const failed = lines.filter(line => line.type === 'step' && line.phase === 'failed')
    const [id] = await runsIn(runs)
    const yaml = join(runs, id!, 'config', 'mimir.yaml')
    expect({
      code,
      stderr,
      verdict: lines.at(-1).verdict,
      failed: failed.map(({ detail }) =>
        detail
          .replace(/pod [-\w]+ /, 'pod <pod> ')
          .replace(/[-\w]+\.log/, '<pod>.log')
          .replace(/line \d+/, 'line <n>'),
      ),
    }).toEqual({
      code: 3,
      stderr: '',
      verdict: 'unknown',
      failed: [
        `pod <pod> died (exit 1); its last 2 log lines, from ${join(runs, id!, 'pods')}/<pod>.log:\nerror loading config from ${yaml}: error parsing config file: yaml: unmarshal errors:\n  line <n>: field no_such_limit not found in type validation.plainLimits`,
      ],
    })
    expect(await traces(id!)).toEqual(NOTHING)
  })
})

describe('the other commands', () => {
  test('list shows scenarios with their controls, for people and as JSON', async () => {
    const [people, json] = await Promise.all([cli('list'), cli('list', '--json')])
    const entries = json.stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    expect({ code: json.code, ids: entries.map(e => e.id).join(', ') }).toEqual({ code: 0, ids: SCENARIOS })
    const text = entries.map(({ id, title, suites, variants, controls }) =>
      [
        `${id}  ${title}  [${suites.join(', ')}]`,
        ...variants.map((r: { id: string; description: string }) => `    --variant ${r.id}: ${r.description}`),
        ...controls.map((c: { id: string; description: string }) => `    --control ${c.id}: ${c.description}`),
      ].join('\n'),
    )
    expect(people).toEqual({ code: 0, stdout: `${text.join('\n')}\n`, stderr: '' })
  })

  test('run --dry says what would run, and starts nothing', async () => {
    const before = await runsIn(runs)
    const lines = async (...args: string[]) => {
      const { code, stdout } = await cli(...run(...args, '--dry'))
      return {
        code,
        lines: stdout
          .trimEnd()
          .split('\n')
          .map(line => JSON.parse(line)),
      }
    }
    const { code, lines: told } = await lines('ingester-kill', '--control', 'scenario,no-load')
    expect({ code, told: told.map(({ found: _, ...it }) => it) }).toEqual({
      code: 0,
      told: [
        {
          type: 'would-run',
          run: 'ingester-kill',
          description: 'An ingester dies by SIGKILL and comes back',
          steps: ['kill ingester-zone-a-0', 'start it again, with its volume', 'steady state again'],
          faults: ['kill-pod'],
        },
        {
          type: 'would-run',
          run: 'ingester-kill/no-load',
          description: 'the load never ran: nothing was written or read, so the run proves nothing',
          steps: ['kill ingester-zone-a-0', 'start it again, with its volume', 'steady state again'],
          faults: ['kill-pod'],
        },
        { type: 'tool', tool: 'mimir' },
        { type: 'tool', tool: 'prometheus' },
      ],
    })
    const without = await lines('zone-outage', 'zone-partition', '--addresses', 'port')
    expect({ code: without.code, notHere: without.lines.filter(it => it.notHere).map(it => it.run) }).toEqual({
      code: 3,
      notHere: ['zone-partition'],
    })
    expect(await runsIn(runs)).toEqual(before)
  })

  test('check wants the folder of a run', async () => {
    await refused(
      ['check', join(folder.path, 'none')],
      `no run folder at ${join(folder.path, 'none')}: name a folder of runs/, e.g. runs/latest`,
    )
    await refused(
      ['check', '/usr'],
      "ENOENT: no such file or directory, open '/usr/run.json': name a folder of runs/, e.g. runs/latest",
    )
    for (const command of ['check', 'matrix', 'summary']) {
      await refused(
        [command, join(folder.path, 'zone-*')],
        `no run matches ${join(folder.path, 'zone-*')}: name folders of runs, as in runs/latest or 'runs/zone-*'`,
      )
    }
  })

  test('check gives a finished run the verdict that it had, by its folder alone', async () => {
    const [id] = await runsIn(runs)
    const verdict = () => readFile(join(runs, id!, 'verdict.json'), 'utf8').then(JSON.parse)
    const before = await verdict()
    const { code } = await cli('check', join(runs, 'latest'))
    expect({ code, verdict: await verdict() }).toEqual({ code: 3, verdict: before })
  })

  test('summary tells what finished runs came to, and says so where there is none', async () => {
    const ids = await runsIn(runs)
    const summary = await cli('summary', runs, '--json')
    const told = summary.stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(told.flatMap(it => [...it.seeds, ...it.notJudged])).toHaveLength(ids.length)
    expect(await cli('summary', join(runs, 'none'))).toMatchObject({
      code: 2,
      stderr: `no run in ${join(runs, 'none')}: make some first: \`npm run scenario -- run <scenario> --repeat 3\`\n`,
    })
  })

  test('doctor finds what a run needs here', async () => {
    expect((await cli('doctor', '--runs', runs)).code).toBe(0)
  })
})
