import { type Actions, type Component, flagsOf, type Pod } from '../../harness/index.ts'
import { NEW, OLD, podsWith } from './acts.ts'

/**
 * What may differ between a component and the group that takes over from it, and why. Everything else is a mistake that the migration would
 * carry into production.
 */
const allowed: [pattern: RegExp, why: string][] = [
  [/^target$/, 'the group runs more modules'],
  [/^shutdown-delay$/, 'a group answers clients if one of its modules does'],
  [/^store-gateway\.sharding-ring\.unregister-on-shutdown$/, 'only what leaves for good leaves its ring'],
  [/^ruler\.query-frontend\.address$/, 'rules are evaluated on mimir-read instead of a path of their own'],
  [/^(.*\.)?(instance-availability-zone|memberlist\.join)$/, 'components without a zone have one in a group'],
]

/**
 * The document's optional "Double-check the configuration", by asking running pods for all their flags instead of comparing objects: a
 * component and the group that takes over differ in nothing but what is allowed.
 * @throws Error naming the flags that differ, with both values
 */
export async function sameConfig(t: Actions, components: readonly Component[], group: string): Promise<void> {
  const found: string[] = []
  for (const component of components) {
    const [old] = podsWith(t, component, OLD)
    const next = podsWith(t, component, NEW).find(p => p.workload.startsWith(group) && p.zone === (old?.zone ?? p.zone))
    if (!old || !next) throw new Error(`no pods to compare: ${component} and ${group}`)
    found.push(...(await differences(component, old, next)))
  }
  t.note(`configuration of ${group}`, {
    compared: components,
    allowed: allowed.map(([p, why]) => `${p.source}: ${why}`),
  })
  if (found.length > 0) throw new Error(`${group} is not configured as what it takes over from: ${found.join('; ')}`)
}

async function differences(component: string, old: Pod, next: Pod): Promise<string[]> {
  const [before, after] = [await anonymous(old), await anonymous(next)]
  return Object.keys({ ...before, ...after })
    .filter(flag => before[flag] !== after[flag] && !allowed.some(([pattern]) => pattern.test(flag)))
    .map(flag => `-${flag} is ${after[flag]}, on ${component} ${before[flag]}`)
}

/** The flags with the pod's own name, address and zone taken out: those differ between any two pods. */
async function anonymous(pod: Pod): Promise<Record<string, string>> {
  const flags = await flagsOf(pod.url)
  const own = [pod.address.host, pod.name].map(text => text.replaceAll('.', '\\.')).join('|')
  return Object.fromEntries(
    Object.entries(flags).map(([name, value]) => [name, value.replaceAll(new RegExp(own, 'g'), 'POD')]),
  )
}
