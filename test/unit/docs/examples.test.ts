import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isScenario } from '../../../harness/scenario/declare.ts'

test('each example is a scenario that is in order', async () => {
  const folder = new URL('../../../docs/examples/', import.meta.url)
  const examples = await Promise.all(
    readdirSync(folder).map(async file => {
      const { default: example } = await import(new URL(file, folder).href)
      return [file, isScenario(example) && example.id]
    }),
  )
  expect(Object.fromEntries(examples)).toEqual({
    'distributor-restart.scenario.ts': 'distributor-restart',
    'every-signal.scenario.ts': 'every-signal',
    'tenant-roles.scenario.ts': 'tenant-roles',
  })
})
