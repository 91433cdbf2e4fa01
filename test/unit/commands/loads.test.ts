import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { command } from '../../../harness/util/command.ts'

const cli = fileURLToPath(new URL('../../../harness/cli.ts', import.meta.url))
const hook = new URL('./loaded-packages.ts', import.meta.url).href

/** The grammar of PromQL: gates are checked when a scenario is loaded. */
const GRAMMAR = ['@lezer/common', '@lezer/highlight', '@lezer/lr', '@prometheus-io/lezer-promql']

/** The packages whose code a command loads. */
async function loads(...args: string[]) {
  const { code, stderr } = await command(process.execPath, ['--import', hook, cli, ...args])
  return { code, packages: JSON.parse(stderr.trimEnd().split('\n').at(-1)!) as string[] }
}

test('help loads nothing but the command line', async () => {
  expect(await loads('--help')).toEqual({ code: 0, packages: ['commander'] })
})

test('a list loads scenarios, and nothing that a run needs', async () => {
  expect(await loads('list')).toEqual({ code: 0, packages: [...GRAMMAR, 'commander', 'yaml', 'zod'] })
})

test('what is refused is refused before the code of clusters and loads is loaded', async () => {
  const packages = [...GRAMMAR, 'commander', 'yaml', 'zod']
  expect(await loads('run', 'no-such-scenario')).toEqual({ code: 2, packages })
  expect(await loads('run', 'zone-outage', '--kubeconfig', 'x')).toEqual({ code: 2, packages })
})

test('a command of a subject loads what it needs, and not the subject', async () => {
  expect(await loads('predict', '--size', 'x')).toEqual({ code: 2, packages: ['commander', 'zod'] })
})
