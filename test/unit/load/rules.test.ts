import { expect, test } from 'vitest'
import { ruleOf } from '../../../harness/mimir/signals/rules/rule.ts'

test('rules are evaluated every second, and more rarely where there are many of them', () => {
  expect([3, 10, 11, 300, 1000].map(tenants => ruleOf(tenants))).toEqual(
    [1, 1, 2, 30, 100].map(interval => ({ record: 'gauntlet_rule', interval })),
  )
})
