import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkTypes } from '../../../harness/scenario/check-types.ts'
import { UsageError } from '../../../harness/util/errors.ts'

const harness = fileURLToPath(new URL('../../../harness/index.ts', import.meta.url))
const mimir = fileURLToPath(new URL('../../../harness/mimir/index.ts', import.meta.url))

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-types-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function file(name: string, ...lines: string[]): Promise<string> {
  await writeFile(join(folder, name), `${lines.join('\n')}\n`)
  return join(folder, name)
}

/** A scenario whose first step does something. */
const scenarioThat = (does: string, imports = ''): string[] => [
  `import { equals, gate, killPod } from '${harness}'; import { microservices, scenario } from '${mimir}'`,
  imports,
  `export default scenario({
  id: 'mine', title: 'Mine', proves: 'nothing', suites: [],
  topology: pace => microservices({ zones: 3, pace }),
  gates: { serving: gate('sum(up)', equals(14), '{}') },
  faults: { kill: killPod('ingester-zone-a-0') },
  controls: [{ id: 'no-load', description: 'there is no load', expectFail: ['loss'], verify: () => undefined, noLoad: true }],
  steps: [{ name: 'one',
    run: t => ${does}`,
  '  }],\n})',
]

test('a scenario that is in order is accepted, with or without packages that the compiler does not find', async () => {
  const right = await file('right.ts', ...scenarioThat("t.gate('serving')"))
  const loose = await file('loose.ts', ...scenarioThat('wait(t)', "import { wait } from 'not-installed'"))
  expect([await checkTypes([right]), await checkTypes([loose]), await checkTypes([])]).toEqual([true, true, true])
})

test('a name that only the code of a step knows is told with its place', async () => {
  const path = await file('gate.ts', ...scenarioThat("t.gate('servin')"))
  await expect(checkTypes([path])).rejects.toThrow(
    new UsageError(
      `${path}:10:22 Argument of type '"servin"' is not assignable to parameter of type '"serving"'`,
      'correct that',
    ),
  )
})

test('so is one in a file that the scenario imports, and in JavaScript', async () => {
  const steps = await file(
    'steps.ts',
    `import type { Actions } from '${mimir}'`,
    "export const strike = (t: Actions<never, 'kil'>) => t.inject('kil')",
  )
  const path = await file(
    'imports.mjs',
    ...scenarioThat("strike(t).then(() => t.recover('kil'))", `import { strike } from '${steps}'`),
  )
  await expect(checkTypes([path])).rejects.toThrow(
    new UsageError(
      `${path}:10:22 Argument of type 'Actions<"serving", "kill", Topology>' is not assignable to parameter of type 'Actions<never, "kil">'. Type '"kil"' is not assignable to type '"kill"'`,
      `correct that, and what is wrong at ${path}:10:46`,
    ),
  )
})
