import { expect, test } from 'vitest'
import { INVOCATION } from '../../../harness/util/invocation.ts'
import { extensionOf, sibling } from '../../../harness/util/sibling.ts'

test('a program beside a module has its extension: .ts in a checkout, .js in the built package', () => {
  expect([
    sibling('file:///repo/harness/scenario/launch.ts', './worker'),
    sibling('file:///app/node_modules/mimir-gauntlet/dist/harness/scenario/launch.js', './worker'),
    sibling('file:///my%20repo/harness/a.ts', '../b'),
  ]).toEqual([
    '/repo/harness/scenario/worker.ts',
    '/app/node_modules/mimir-gauntlet/dist/harness/scenario/worker.js',
    '/my repo/b.ts',
  ])
})

test('the command is named as it is called here', () => {
  expect([extensionOf(import.meta.url), INVOCATION]).toEqual(['.ts', 'npm run scenario --'])
})
