import { expect, test } from 'vitest'
import { zoneReader } from '../../../../harness/mimir/signals/redundancy/zone-reader.ts'
import { whyNotAsked, zonesWithIngesters } from '../../../../harness/mimir/signals/redundancy/zones-to-ask.ts'
import { microservices } from '../../../../harness/mimir/topology/modes.ts'
import { replicationFactor } from '../../../../harness/mimir/topology/operations.ts'
import { parseVersion } from '../../../../harness/mimir/topology/versions.ts'

const three = microservices({ zones: 3, pace: 'fast' })

test('zones are asked where each has to hold each sample', () => {
  expect(zonesWithIngesters(three)).toEqual(['zone-a', 'zone-b', 'zone-c'])
  expect(whyNotAsked(three)).toBeUndefined()
  expect(whyNotAsked(microservices({ zones: 1, pace: 'fast' }))).toBe(
    'ingesters are in no zones, so no replica can be asked alone',
  )
  expect(whyNotAsked(replicationFactor(three, 1))).toBe(
    'with a replication factor of 1 in 3 zones not each zone has to hold each sample',
  )
})

test('a reader sees one zone, and is in no ring and at no scheduler', () => {
  const flagsOf = (version: string) =>
    zoneReader('zone-b', ['zone-a', 'zone-b', 'zone-c'], three, parseVersion(version)).flags
  const flags = {
    'ingester.ring.excluded-zones': 'zone-a,zone-c',
    'query-scheduler.service-discovery-mode': 'dns',
    'querier.query-store-after': '87600h',
    'querier.query-ingesters-within': '0',
    'querier.shuffle-sharding-ingesters-enabled': 'false',
  }
  expect(flagsOf('3.1.0')).toEqual({ ...flags, 'querier.ring.store': 'inmemory' })
  expect(flagsOf('3.0.0')).toEqual(flags)
})
