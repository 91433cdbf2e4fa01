import { expect, test } from 'vitest'
import { judge } from '../../judged.ts'
import { at, runOf } from './histories.ts'

const tried = { type: 'document', at: at(10), where: 'step 3.2', expr: 'rate(a))' } as const
const refused = { ...tried, refusal: 'unexpected right parenthesis' }

test('what a real Prometheus refuses of a document is told, and no check judges it', () => {
  const { misprints, findings } = judge(runOf(), [{ ...tried, expr: 'rate(a)' }, refused])
  expect(misprints).toEqual([{ where: 'step 3.2', expr: 'rate(a))', refusal: 'unexpected right parenthesis' }])
  expect(findings).toEqual(judge(runOf(), []).findings)
})
