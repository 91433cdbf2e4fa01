import { expect, test } from 'vitest'
import { mutants } from '../../mutants/mutants.ts'
import { allFound, mutantsList, mutantsTable } from '../../mutants/mutants-table.ts'
import type { Outcome } from '../../mutants/outcome.ts'

const [mutant] = mutants.filter(m => m.id === 'push-thrown-away')
const found: Outcome = { verdict: 'invalid', by: ['loss'], found: true, after: 23.42 }
const survived: Outcome = { verdict: 'valid', by: [], found: false, after: undefined }
const notTold: Outcome = { verdict: 'unknown', by: ['steady-state'], found: false, after: 4 }
const byOthers: Outcome = { verdict: 'invalid', by: ['availability'], found: false, after: 8 }
const row = (...outcomes: Outcome[]) => ({ mutant: mutant!, outcomes })

test('a line for each mutant: found, survived, not told, found by others', () => {
  expect(mutantsTable([row(found), row(survived), row(notTold), row(byOthers)])).toMatchInlineSnapshot(`
    "mutant            scenario       result           by check                    after   defect
    push-thrown-away  ingester-kill  found            loss                        23.4 s  distributors answer 200 to one push in 500, by chance, and throw it away
    push-thrown-away  ingester-kill  SURVIVED         – (loss should)             –       distributors answer 200 to one push in 500, by chance, and throw it away
    push-thrown-away  ingester-kill  not told         steady-state (loss should)  4.0 s   distributors answer 200 to one push in 500, by chance, and throw it away
    push-thrown-away  ingester-kill  found by others  availability (loss should)  8.0 s   distributors answer 200 to one push in 500, by chance, and throw it away

    1 of 4 found
    "
  `)
})

test('of several runs all must find it', () => {
  expect(mutantsTable([row(found, { ...found, after: 30 }), row(found, survived)])).toMatchInlineSnapshot(`
    "mutant            scenario       result                         by check            after           defect
    push-thrown-away  ingester-kill  found 2 of 2                   loss                23.4 to 30.0 s  distributors answer 200 to one push in 500, by chance, and throw it away
    push-thrown-away  ingester-kill  found 1 of 2, SURVIVED 1 of 2  loss (loss should)  23.4 s          distributors answer 200 to one push in 500, by chance, and throw it away

    1 of 2 found
    "
  `)
  expect([row(found, found), row(found, survived), row()].map(allFound)).toEqual([true, false, false])
})

test('a list', () => {
  expect(mutantsList([mutant!])).toMatchInlineSnapshot(`
    "mutant            scenario       found by  defect
    push-thrown-away  ingester-kill  loss      distributors answer 200 to one push in 500, by chance, and throw it away
    "
  `)
})

test('ids are unique, and each mutant but the one that a scenario is about has something to be found by', () => {
  expect(new Set(mutants.map(m => m.id)).size).toBe(mutants.length)
  expect(mutants.filter(m => m.foundBy.length === 0).map(m => m.id)).toEqual(['planted-panic'])
})

test('a defect that a scenario is about is contained where that is valid', () => {
  const planted = mutants.find(m => m.id === 'planted-panic')!
  const contained = { verdict: 'valid', by: [], found: true, after: undefined } as const
  const spread = { verdict: 'invalid', by: ['expectations'], found: false, after: 30 } as const
  const rows = [contained, spread].map(outcome => ({ mutant: planted, outcomes: [outcome] }))
  expect(
    mutantsTable(rows)
      .split('\n')
      .map(line => line.slice(0, 104).trimEnd()),
  ).toMatchInlineSnapshot(`
    [
      "mutant         scenario                                  result           by check",
      "planted-panic  ./test/mutants/planted-panic.scenario.ts  contained        –",
      "planted-panic  ./test/mutants/planted-panic.scenario.ts  found by others  expectations (to be contained)",
      "",
      "1 of 2 found",
      "",
    ]
  `)
})
