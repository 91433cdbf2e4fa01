import { expect, test } from 'vitest'
import { variable } from '../../../../harness/mimir/topology/base-config.ts'
import { toYaml } from '../../../../harness/mimir/topology/to-yaml.ts'
import { at, leaves, merge, without } from '../../../../harness/mimir/topology/tree.ts'

const tree = { querier: { ring: { id: 'a', tokens: [1, 2] }, timeout: '2m' }, target: 'all', empty: {} }

test('merge lays mappings over each other and replaces everything else', () => {
  expect(merge(tree, { querier: { ring: { tokens: [3] } }, target: 'querier' }, { empty: { now: 'full' } })).toEqual({
    querier: { ring: { id: 'a', tokens: [3] }, timeout: '2m' },
    target: 'querier',
    empty: { now: 'full' },
  })
})

test('at finds a value by its dotted path', () => {
  expect(['querier.ring.id', 'querier.timeout', 'querier.ring.none', 'target.all'].map(path => at(tree, path))).toEqual(
    ['a', '2m', undefined, undefined],
  )
})

test('without leaves paths out', () => {
  expect(without(tree, ['querier.ring.id', 'target', 'none.at.all'])).toEqual({
    querier: { ring: { tokens: [1, 2] }, timeout: '2m' },
    empty: {},
  })
})

test('leaves lists every value by its path', () => {
  expect(leaves(tree)).toEqual([
    ['querier.ring.id', 'a'],
    ['querier.ring.tokens', [1, 2]],
    ['querier.timeout', '2m'],
    ['target', 'all'],
    ['empty', {}],
  ])
})

test('variables stay unquoted, so that a port is a number once Mimir has expanded it', () => {
  expect(
    toYaml({ server: { port: variable('HTTP_PORT'), dirs: [`${variable('DATA')}/a`] }, text: '60s' }),
  ).toMatchInlineSnapshot(`
    "server:
      port: \${HTTP_PORT}
      dirs:
        - \${DATA}/a
    text: 60s
    "
  `)
})
