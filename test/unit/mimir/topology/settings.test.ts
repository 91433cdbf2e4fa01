import { expect, test } from 'vitest'
import { differences } from '../../../../harness/mimir/topology/settings.ts'

test('what differs from the default, and why', () => {
  const defaults = { target: 'all', querier: { timeout: '2m0s', max_concurrent: 20 }, ranges: ['2h0m0s'], secret: '' }
  const actual = {
    target: 'querier',
    querier: { timeout: '30s', max_concurrent: 8 },
    ranges: ['1m0s'],
    secret: 'x',
    fresh: true,
  }
  const layers = [
    { why: 'this host', tree: { querier: { max_concurrent: 8, timeout: '1m' } } },
    { why: 'fast pace', tree: { querier: { timeout: '30s' }, ranges: ['60s'] } },
  ]
  const otherwise = "a flag of this pod's workload, or follows from another setting"
  expect(differences(defaults, actual, layers)).toEqual({
    'querier.timeout': { default: '2m0s', value: '30s', why: 'fast pace' },
    'querier.max_concurrent': { default: '20', value: '8', why: 'this host' },
    ranges: { default: '["2h0m0s"]', value: '["1m0s"]', why: 'fast pace' },
    secret: { default: '', value: 'x', why: otherwise },
    fresh: { default: '', value: 'true', why: otherwise },
  })
})
