import { expect, test } from 'vitest'
import { orphans } from '../../../../harness/cluster/kind/leftovers.ts'

test('a cluster is a leftover when it is named as ours are and its run is over', () => {
  const clusters = [
    'kind',
    'gauntlet-20261122-053015-kkau',
    'gauntlet-20261122-060102-ab3d',
    'gauntlet-20261122-060102-ab3d',
  ]
  expect(orphans(clusters, ['zone-outage-20261122-053015-kkau'])).toEqual(['gauntlet-20261122-060102-ab3d'])
})
