import { type TestAPI, test } from 'vitest'
import { type Abilities, probeAbilities } from '../../harness/cluster/process/abilities.ts'

const has = await probeAbilities()
const order: readonly Abilities['reach'][] = ['nothing', 'namespaces', 'pod networks', 'partitions']

/** `test`, for a test that needs this much of the machine. Elsewhere it is skipped, and its title says what is missing. */
export function testWith(need: Abilities['reach']): TestAPI | TestAPI['skip'] {
  if (has.reach === 'partitions' || order.indexOf(has.reach) >= order.indexOf(need)) return test
  console.log(`tests that need ${need} are skipped: ${has.lack.why}; ${has.lack.fix}`)
  return test.skip
}
