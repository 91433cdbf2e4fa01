import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mimir } from '../../../harness/mimir/mimir.ts'
import { judgeRunFolder } from '../../../harness/scenario/outcome.ts'
import { all, read, runOf } from '../checks/histories.ts'

test('a control sees all evidence; the file has the first pieces and says how many there are', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'outcome-'))
  const foreign = (n: number) => ({ kind: 'foreign' as const, owner: 'tenant-b', labels: `{x="n${n}"}`, samples: 1 })
  const events = Array.from({ length: 70 }, (_, n) => read(100 * n, [all([0, 0])], { anomalies: [foreign(n)] }))
  await writeFile(join(folder, 'run.json'), JSON.stringify(runOf()))
  await writeFile(join(folder, 'history.ndjson'), events.map(event => `${JSON.stringify(event)}\n`).join(''))
  let seen: number | undefined
  const verdict = await judgeRunFolder(folder, mimir, {
    id: 'lie',
    description: 'it lies',
    expectFail: ['isolation'],
    mayFail: ['loss', 'rules', 'availability', 'coverage', 'pods'],
    verify({ findings }) {
      seen = findings.find(f => f.check === 'isolation')?.evidence.length
      return undefined
    },
  })
  await rm(folder, { recursive: true })
  const { evidence } = verdict.findings.find(f => f.check === 'isolation')!
  expect([seen, evidence.length, evidence.at(-1)]).toEqual([70, 51, { kind: 'more', text: 'and 20 more' }])
})
