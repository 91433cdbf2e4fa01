import { expect, test } from 'vitest'
import { questionOf } from '../../../../harness/mimir/predict/question.ts'
import { UsageError } from '../../../../harness/util/errors.ts'

const least = { ring: 'ring.json', tenant: ['team-a'], size: '6' }

test('what has to be said, and what else may be', () => {
  expect(questionOf(least)).toEqual({
    ring: 'ring.json',
    queriers: undefined,
    tenants: ['team-a'],
    size: 6,
    to: undefined,
    lookback: 0,
    json: false,
    html: undefined,
  })
  const all = { queriers: 'q-0,q-1', to: '0', lookback: '1d2h30m', json: true, html: 'shards.html' }
  expect(questionOf({ ...least, ...all })).toMatchObject({ ...all, to: 0, lookback: 95_400 })
})

test('a tenant that is named twice is one', () => {
  expect(questionOf({ ...least, tenant: ['b', 'a', 'b'] }).tenants).toEqual(['b', 'a'])
})

test.each<[flags: Record<string, unknown>, what: string, fix: string]>([
  [{ ring: undefined }, 'predict needs --ring', 'give it as in --ring ring.json, or --ring http://10.0.0.7:8080'],
  [{ tenant: undefined }, 'predict needs --tenant', 'give it as in --tenant team-a team-b'],
  [{ size: undefined }, 'predict needs --size', 'give it as in --size 6'],
  ...['x', '-3', '1.5', '', '1e3', '1000001'].map((size): [Record<string, unknown>, string, string] => [
    { size },
    `--size ${size} is no number of pods`,
    'give a whole number from 0 (all) to 1000000, as in --size 6',
  ]),
  [{ to: '-1' }, '--to -1 is no number of pods', 'give a whole number from 0 (all) to 1000000, as in --to 6'],
  ...['13', 'h', '1.5h', '-1h', '5 m', '10y'].map((lookback): [Record<string, unknown>, string, string] => [
    { lookback },
    `--lookback ${lookback} is no duration`,
    'give one in w, d, h, m and s, as in --lookback 13h',
  ]),
  [{ tenant: ['a/b'] }, '--tenant a/b would be refused: it has "/"', "use letters, digits and ! - _ . * ' ( )"],
  [{ tenant: ['a|b'] }, '--tenant a|b would be refused: it has "|"', "use letters, digits and ! - _ . * ' ( )"],
  [{ tenant: ['größe'] }, '--tenant größe would be refused: it has "ö"', "use letters, digits and ! - _ . * ' ( )"],
  [{ tenant: ['.'] }, '--tenant . would be refused: it is a folder', 'use another name'],
  [{ tenant: ['a', '..'] }, '--tenant .. would be refused: it is a folder', 'use another name'],
  [{ tenant: [''] }, '--tenant "" would be refused: it is empty', 'give a name'],
  [
    { tenant: ['x'.repeat(151)] },
    `--tenant ${'x'.repeat(20)}… would be refused: it has 151 characters`,
    'use 150 at most',
  ],
])('%j is refused', (flags, what, fix) => {
  expect(() => questionOf({ ...least, ...flags })).toThrow(new UsageError(what, fix))
})

test('names as strange as Mimir takes them', () => {
  const tenant = ["!-_.*'()", '...', 'x'.repeat(150)]
  expect(questionOf({ ...least, tenant }).tenants).toEqual(tenant)
})
