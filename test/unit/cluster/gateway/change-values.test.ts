import { expect, test } from 'vitest'
import { changeValues } from '../../../../harness/mimir/gateway/change-values.ts'

const answer = (resultType: string, result: unknown) =>
  JSON.stringify({ status: 'success', data: { resultType, result } })

test('every value of a vector and of a matrix grows by one', () => {
  expect(changeValues(answer('vector', [{ metric: { a: 'b' }, value: [1700000000.123, '41'] }]))).toEqual({
    body: answer('vector', [{ metric: { a: 'b' }, value: [1700000000.123, '42'] }]),
    changed: 1,
  })
  const series = (...values: string[]) => ({ metric: {}, values: values.map((value, i) => [i, value]) })
  expect(changeValues(answer('matrix', [series('1', '-1', '0.5'), series('9007199254740991', 'NaN')]))).toEqual({
    body: answer('matrix', [series('2', '0', '1.5'), series('9007199254740992', 'NaN')]),
    changed: 5,
  })
})

test.each([
  ['an empty result', answer('vector', [])],
  ['label values', '{"status":"success","data":["a","b"]}'],
  ['an error', '{"status":"error","error":"no"}'],
  ['what is not JSON', 'snappy'],
])('%s stays as it is', (_, body) => {
  expect(changeValues(body)).toEqual({ body, changed: 0 })
})
