import { expect, test } from 'vitest'
import { answeredText } from '../../../harness/report/answered-text.ts'

test('who answered, who did not, and where nobody could', () => {
  const queriers = [1, 2, 3, 4, 5].map(n => ({ pod: `querier-${n}`, requests: 1200 - n }))
  expect(
    answeredText([
      ...queriers,
      { pod: 'distributor-0', unanswered: true, requests: 4 },
      { pod: 'none', requests: 3 },
      { pod: 'gateway', requests: 2 },
    ]),
  ).toBe(
    'answered by querier-1 (1,199), querier-2 (1,198), querier-3 (1,197), querier-4 (1,196), and 1 more; no answer from distributor-0 (4); refused by the gateway, since no pod was ready (3); answered by the gateway, by an injected defect (2)',
  )
})
