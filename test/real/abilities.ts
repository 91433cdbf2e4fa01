import { type TestFunction, test } from 'vitest'
import { type Abilities, probeAbilities } from '../../harness/cluster/process/abilities.ts'

const has = await probeAbilities()
const order: readonly Abilities['reach'][] = ['nothing', 'namespaces', 'pod networks', 'partitions']

/** Whether this machine gives so much to runs. */
export const can = (need: Abilities['reach']): boolean => order.indexOf(has.reach) >= order.indexOf(need)

/** A test that needs so much of the machine. Elsewhere it is skipped, and the output says by name and why. */
export function testWith(need: Abilities['reach'], name: string, run: TestFunction): void {
  if (has.reach === 'partitions' || can(need)) test(name, run)
  else {
    console.log(`skipped: "${name}" needs ${need}, and ${has.lack.why}: ${has.lack.fix}`)
    test.skip(name, run)
  }
}
