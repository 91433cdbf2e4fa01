import { expect, test } from 'vitest'
import { changeValues } from '../../../harness/prometheus/change-answers.ts'

const answer = (tick: string) => `{"data":{"result":[{"metric":{"series":"3"},"values":[[1764000000.123,"${tick}"]]}]}}`

test('each tick of an answer is one more, and nothing else is changed', () => {
  expect(changeValues(answer('17640000001'))).toEqual({ body: answer('17640000002'), changed: 1 })
})

test('what holds no ticks stays as it is', () => {
  expect(changeValues('{"status":"error"}')).toEqual({ body: '{"status":"error"}', changed: 0 })
})
