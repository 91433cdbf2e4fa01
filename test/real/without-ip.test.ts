import { mkdir, readdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { markedProcesses } from '../../harness/cluster/process/marker.ts'
import { REAPED } from '../../harness/cluster/process/reaper.ts'
import { runsIn } from '../../harness/history/read.ts'
import { searchFolders } from '../../harness/util/search-path.ts'
import { Cli, TestFolder } from './cli.ts'

let folder: TestFolder
let programs: string

/** A folder with every program that can be found, but `ip`. */
beforeAll(async () => {
  folder = await TestFolder.make()
  programs = join(folder.path, 'programs')
  await mkdir(programs)
  for (const from of searchFolders()) {
    for (const name of await readdir(from).catch(() => [])) {
      // The first of a name is the one that is found.
      if (name !== 'ip') await symlink(join(from, name), join(programs, name)).catch(() => {})
    }
  }
})
afterAll(() => folder[Symbol.asyncDispose]())

/** What a command tells with --json on a machine without `ip`. */
async function told(...args: string[]) {
  const { code, stdout, stderr } = await new Cli([...args, '--json'], { PATH: programs }).ended
  const lines = stdout.trim().split('\n')
  return { code, stderr, lines: lines.map(line => JSON.parse(line)) }
}

const going = async (): Promise<string[]> => [
  ...(await markedProcesses()).keys(),
  ...(await markedProcesses(REAPED)).keys(),
]

test('what doctor says can not be run is not run, for the same reason', async () => {
  const runs = join(folder.path, 'runs')
  const before = await going()
  const ids = ['zone-partition', 'read-write-migration', 'read-write-migration-back']
  const [doctor, run] = await Promise.all([told('doctor'), told('run', ...ids, '--runs', runs)])

  const lack = { why: 'there is no ip on PATH', fix: 'install iproute2, or run with --provider kind' }
  const why = {
    partition: `it cuts pods off from each other, and ${lack.why}`,
    names: `it has pods that find each other by name, and ${lack.why}`,
  }
  const notRun = (scenario: string, reason: string) => ({
    type: 'not run',
    scenario,
    details: '',
    why: reason,
    fix: lack.fix,
  })
  expect(run).toEqual({
    code: 3,
    stderr: '',
    lines: [
      notRun('zone-partition', why.partition),
      notRun('read-write-migration', why.names),
      notRun('read-write-migration-back', why.names),
    ],
  })
  expect(await runsIn(runs)).toEqual([])
  expect((await going()).filter(id => !before.includes(id))).toEqual([])

  const said = (what: string) => doctor.lines.filter(line => line.what === what)
  const { fix } = lack
  expect({
    code: doctor.code,
    sandbox: said('sandbox'),
    partitions: said('partitions'),
    scenarios: said('scenarios'),
  }).toEqual({
    code: 0,
    sandbox: [
      {
        ok: 'warn',
        what: 'sandbox',
        found: `none, ${lack.why}; pods run on loopback addresses of this machine`,
        fix,
      },
    ],
    partitions: [{ ok: 'warn', what: 'partitions', found: `none, ${lack.why}`, fix }],
    scenarios: run.lines
      .map(it => ({ ok: 'warn', what: 'scenarios', found: `${it.scenario} is not run: ${it.why}`, fix: it.fix }))
      .sort((a, b) => (a.found < b.found ? -1 : 1)),
  })
})
