import { expect, test } from 'vitest'
import { joined } from '../../../harness/checks/alike.ts'
import { answeredBy } from '../../../harness/checks/answered.ts'

test('failed requests are counted by the pod that answered, or was to', () => {
  const [a, hung, nobody, untold] = [{ pod: 'a' }, { pod: 'a', unanswered: true as const }, { pod: 'none' }, {}]
  expect(answeredBy([nobody, a, a, hung, untold])).toEqual({
    answered: [
      { pod: 'a', requests: 2 },
      { pod: 'a', unanswered: true, requests: 1 },
      { pod: 'none', requests: 1 },
    ],
  })
  expect(answeredBy([untold])).toEqual({})
})

test('evidence that is joined adds up who answered', () => {
  const failed = (tenant: string, pods: string[]) => ({
    ...{ kind: 'errors', text: `reads of ${tenant}: ${pods.length} failed`, tenant },
    ...answeredBy(pods.map(pod => ({ pod }))),
  })
  expect(joined([failed('tenant-a', ['q-0', 'q-1']), failed('tenant-b', ['q-1'])]).map(e => e.answered)).toEqual([
    [
      { pod: 'q-1', requests: 2 },
      { pod: 'q-0', requests: 1 },
    ],
  ])
})
