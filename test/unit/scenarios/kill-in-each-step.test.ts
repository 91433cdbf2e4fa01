import { expect, test } from 'vitest'
import { combinationsOf } from '../../../harness/scenario/combinations.ts'
import type { Scenario } from '../../../harness/scenario/scenario.ts'
import forward from '../../../scenarios/read-write-migration/scenario.ts'
import back from '../../../scenarios/read-write-migration-back/scenario.ts'

/** Names of the steps at which a kill is only listed. */
const listed = (scenario: Scenario) =>
  combinationsOf(scenario).flatMap(({ required }, i) => (required ? [] : [scenario.steps[i]!.name]))

test('a kill must be survived in every step but those that take ingesters of a zone away or add some, or when mimir-write takes writes', () => {
  expect(listed(forward)).toEqual([
    '1 ingesters and store-gateways are in zones: one zone may be lost',
    '6.1 scale up mimir-write',
    '6.2 route writes to mimir-write',
    '7.1 scale the distributors to zero and await the next head compaction',
    '7.2a shut down ingester-zone-a',
    '7.2b shut down ingester-zone-b',
    '7.2c shut down ingester-zone-c',
    '8 deployment mode read-write',
  ])
  expect(listed(back)).toEqual([
    '0 read-write mode serves',
    '8 deploy microservices with 0 replicas',
    '7.2 scale up ingesters and distributors',
    '6.1a shut down mimir-write-zone-a',
    '6.1b shut down mimir-write-zone-b',
    '6.1c shut down mimir-write-zone-c',
  ])
})
