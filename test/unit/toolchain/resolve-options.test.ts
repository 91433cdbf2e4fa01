import { expect, test } from 'vitest'
import { wish } from '../../../harness/toolchain/resolve-options.ts'
import { tiny } from './tiny.ts'

test.each([
  [undefined, {}, { kind: 'any' }],
  ['', { TINY_BIN: '' }, { kind: 'any' }],
  ['3.0.5', {}, { kind: 'version', version: '3.0.5' }],
  ['v2.17.0-rc.1', {}, { kind: 'version', version: '2.17.0-rc.1' }],
  ['./3.0.5/mimir', {}, { kind: 'path', path: './3.0.5/mimir' }],
  ['3.0.5/mimir', {}, { kind: 'path', path: '3.0.5/mimir' }],
  ['3.0', {}, { kind: 'path', path: '3.0' }],
  [undefined, { TINY_BIN: '/opt/tiny' }, { kind: 'path', path: '/opt/tiny' }],
  ['1.2.3', { TINY_BIN: '/opt/tiny' }, { kind: 'version', version: '1.2.3' }],
])('given %j, environment %j', (given, env, expected) => {
  expect(wish(tiny, { given, env })).toEqual(expected)
})
