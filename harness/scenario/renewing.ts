import type { Actions } from './scenario.ts'

/**
 * Does something that has to restart every pod, and asserts that it did: none of the pods that are there afterwards was there before.
 * @param act what is done
 */
export async function renewing(t: Pick<Actions, 'cluster' | 'expect'>, act: () => Promise<void>): Promise<void> {
  const before = new Set(t.cluster.pods().map(p => p.instance))
  await act()
  await t.expect('every pod to be restarted', () => {
    const old = t.cluster.pods().filter(p => before.has(p.instance))
    return old.length === 0 || `${old.map(p => p.name).join(', ')} as before`
  })
}
