import { expect, test } from 'vitest'
import { searchable, searchFolders } from '../../../harness/util/search-path.ts'

test('for each bin on PATH its sbin is searched too, after all that PATH names', () => {
  expect(searchFolders({ PATH: '/usr/local/bin:/usr/bin:/bin' })).toEqual([
    ...['/usr/local/bin', '/usr/bin', '/bin'],
    ...['/usr/local/sbin', '/usr/sbin', '/sbin'],
  ])
})

test('what is there already is searched once, where PATH has it', () => {
  expect(searchFolders({ PATH: '/usr/sbin:/usr/bin' })).toEqual(['/usr/sbin', '/usr/bin'])
})

test('a folder of programs that is no bin has no sibling', () => {
  expect(searchFolders({ PATH: '/home/me/programs:/x/node_modules/.bin:' })).toEqual([
    '/home/me/programs',
    '/x/node_modules/.bin',
  ])
  expect(searchFolders({})).toEqual([])
})

test('programs that look for others get these folders as their PATH, and all other variables as they are', () => {
  expect(searchable({ PATH: '/usr/bin', HOME: '/home/me' })).toEqual({ PATH: '/usr/bin:/usr/sbin', HOME: '/home/me' })
})
