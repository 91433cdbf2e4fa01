import { expect, test } from 'vitest'
import { labelsText, parseMatrix, parseValues, toMs } from '../../../harness/mimir/signals/reads/answer.ts'

const matrix = (result: unknown) => JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } })

test('a matrix', () => {
  const series = { metric: { __name__: 'up', job: 'x' }, values: [[1_763_776_123.457, '1']] }
  expect(parseMatrix(matrix([series]))).toEqual([series])
})

test('native histograms become texts', () => {
  const buckets = [
    [1, '-2', '-1', '3'],
    [3, '-0.001', '0.001', '1'],
    [0, '8', '+Inf', '0.5'],
  ]
  const histograms = [[2, { count: '4.5', sum: '-1e+2', buckets }]]
  expect(parseMatrix(matrix([{ metric: {}, values: [[1, '7']], histograms }]))).toEqual([
    {
      metric: {},
      values: [
        [1, '7'],
        [2, 'count 4.5, sum -100, -2..-1: 3, -0.001..0.001: 1, 8..Infinity: 0.5'],
      ],
    },
  ])
})

test.each([
  ['{}', 'expected status success, got undefined ""'],
  ['null', 'expected status success, got undefined ""'],
  ['{"status":"error","error":"too many queries"}', 'expected status success, got "error" "too many queries"'],
  ['{"status":"success","data":{"resultType":"vector","result":[]}}', 'expected a matrix, got "vector"'],
  [matrix([{ metric: {}, value: [1, '1'] }]), 'expected samples in every series of the matrix'],
])('no matrix: %s', (body, message) => {
  expect(() => parseMatrix(body)).toThrow(new Error(message))
})

test('label values', () => {
  expect(parseValues('{"status":"success","data":["ann","bob"]}')).toEqual(['ann', 'bob'])
  expect(() => parseValues('{"status":"success","data":{}}')).toThrow(new Error('expected a list of label values'))
})

test('seconds become whole milliseconds', () => {
  expect(toMs(1_763_776_123.457)).toBe(1_763_776_123_457)
})

test('labels as PromQL writes them', () => {
  expect(labelsText({ __name__: 'up', job: 'a "b"' })).toBe('up{job="a \\"b\\""}')
})
