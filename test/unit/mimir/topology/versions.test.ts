import { expect, test } from 'vitest'
import { parseVersion, requireCapability, supports } from '../../../../harness/mimir/topology/versions.ts'

test('versions as releases, images and builds between releases write them', () => {
  expect(['2.17.5', 'v3.0.1', 'mimir-2.14.0', '3.1.0-dev.20260423', ' 3.0.6\n'].map(parseVersion)).toEqual([
    { text: '2.17.5', major: 2, minor: 17, patch: 5 },
    { text: 'v3.0.1', major: 3, minor: 0, patch: 1 },
    { text: 'mimir-2.14.0', major: 2, minor: 14, patch: 0 },
    { text: '3.1.0-dev.20260423', major: 3, minor: 1, patch: 0 },
    { text: '3.0.6', major: 3, minor: 0, patch: 6 },
  ])
})

test('what is no version, and what is too old', () => {
  expect(() => parseVersion('unknown')).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: "unknown" is not a Mimir version: state it as in 2.17.5 or 3.1.0-dev.20260423]`,
  )
  expect(() => parseVersion('2.13.1')).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: Mimir 2.13.1 is older than what is known here: use Mimir 2.14.0 or newer]`,
  )
})

test('capabilities begin and end with releases', () => {
  const releases = ['2.14.0', '2.16.2', '2.17.0', '2.17.4', '2.17.5', '3.0.0', '3.0.6', '3.1.0-dev.20260423', '3.1.0']
  const having = (capability: Parameters<typeof supports>[1]) =>
    releases.filter(release => supports(parseVersion(release), capability))
  expect({
    'read-write targets': having('read-write targets'),
    'querier ring': having('querier ring'),
    'ring auto-forget periods': having('ring auto-forget periods'),
    'all ingesters read without shuffle sharding': having('all ingesters read without shuffle sharding'),
  }).toEqual({
    'read-write targets': ['2.14.0', '2.16.2', '2.17.0', '2.17.4', '2.17.5'],
    'querier ring': ['3.1.0-dev.20260423', '3.1.0'],
    'ring auto-forget periods': ['2.17.0', '2.17.4', '2.17.5', '3.0.0', '3.0.6', '3.1.0-dev.20260423', '3.1.0'],
    'all ingesters read without shuffle sharding': ['2.17.5', '3.1.0-dev.20260423', '3.1.0'],
  })
})

test('what is missing is refused with its reason', () => {
  expect(() => requireCapability(parseVersion('3.0.0'), 'read-write targets')).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: Mimir 3.0.0 has no "read-write targets": -target=read, write and backend are gone since 3.0.0 (#12584); run the same modules as a list: use Mimir 2.14.0 up to, not including, 3.0.0 (--mimir VERSION)]`,
  )
  expect(() =>
    requireCapability(parseVersion('2.16.0'), 'all ingesters read without shuffle sharding'),
  ).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: Mimir 2.16.0 has no "all ingesters read without shuffle sharding": with -querier.shuffle-sharding-ingesters-enabled=false, 2.14.0 to 2.17.4 and 3.0.x still read only the current shard (issue #10531, fixed by #14041 in 2.17.5 and 3.1.0): use Mimir 2.17.5 up to, not including, 3.0.0, or 3.1.0 or newer (--mimir VERSION)]`,
  )
  expect(requireCapability(parseVersion('2.17.0'), 'read-write targets')).toBeUndefined()
})
