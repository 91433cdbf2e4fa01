import { describe, expect, test } from 'vitest'
import type { Mutant } from '../../mutants/mutant.ts'
import { overlayOf } from '../../mutants/overlay.ts'

const module: Readonly<Record<string, string>> = {
  'pkg/store.go': 'package store\n\nfunc keep(x int) {\n\tsave(x)\n\tsave(0)\n}\n',
}
const mutant: Mutant = {
  id: 'forgetful',
  defect: 'it forgets',
  edits: [{ file: 'pkg/store.go', anchor: 'save(x)', put: 'forget()\n\t$&' }],
  adds: { 'pkg/mutant.go': 'package store\n' },
  scenario: 'ingester-kill',
  foundBy: ['loss'],
}
const overlay = (changes: Partial<Mutant>) => overlayOf({ ...mutant, ...changes }, '/go/mimir', '3.1.0', f => module[f])

test('edits change lines, and added files lie beside: all of it under the paths where Go looks', () => {
  expect(overlay({})).toEqual([
    {
      place: '/go/mimir/pkg/store.go',
      text: 'package store\n\nfunc keep(x int) {\n\tforget()\n\tsave(x)\n\tsave(0)\n}\n',
    },
    { place: '/go/mimir/pkg/mutant.go', text: 'package store\n' },
  ])
})

test('two edits of one file make one file', () => {
  const edits = [
    { file: 'pkg/store.go', anchor: 'save(x)', put: 'save(1)' },
    { file: 'pkg/store.go', anchor: 'save(0)', put: '' },
  ]
  expect(overlay({ edits, adds: {} })).toEqual([
    { place: '/go/mimir/pkg/store.go', text: 'package store\n\nfunc keep(x int) {\n\tsave(1)\n\t\n}\n' },
  ])
})

describe('what does not fit the pinned version is one line', () => {
  const refused = (changes: Partial<Mutant>): string => {
    try {
      return JSON.stringify(overlay(changes))
    } catch (thrown) {
      return (thrown as Error).message
    }
  }

  test.each([
    [
      'a line that is gone',
      { edits: [{ file: 'pkg/store.go', anchor: 'save(y)', put: '' }] },
      'mutant forgetful can not be built, pkg/store.go of Mimir 3.1.0 has no "save(y)": change its edits',
    ],
    [
      'a line that is there twice',
      { edits: [{ file: 'pkg/store.go', anchor: 'save(', put: '' }] },
      'mutant forgetful can not be built, pkg/store.go of Mimir 3.1.0 has 2 times "save(": change its edits',
    ],
    [
      'a file that is gone',
      { edits: [{ file: 'pkg/gone.go', anchor: 'save', put: '' }] },
      'mutant forgetful can not be built, Mimir 3.1.0 has no file pkg/gone.go: change its edits',
    ],
    [
      'an added file that is there already',
      { adds: { 'pkg/store.go': 'package store\n' } },
      'mutant forgetful can not be built, Mimir 3.1.0 has a file pkg/store.go of its own: change its edits',
    ],
  ])('%s', (_, changes, line) => {
    expect(refused(changes)).toBe(line)
  })
})
