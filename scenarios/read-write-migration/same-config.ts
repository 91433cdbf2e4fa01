import type { Pod } from '../../harness/index.ts'
import { type Actions, type Component, configOf } from '../../harness/mimir/index.ts'
import { NEW, OLD, podsWith } from './actions.ts'

/**
 * What may differ between a component and the group that takes over from it, and why. Everything else is a mistake that the migration would
 * carry into production.
 */
const allowed: [pattern: RegExp, why: string][] = [
  [/^target$/, 'the group runs more modules'],
  [/^shutdown_delay$/, 'a group answers clients if one of its modules does'],
  [/^store_gateway\.sharding_ring\.unregister_on_shutdown$/, 'only what leaves for good leaves its ring'],
  [/^ruler\.query_frontend\.address$/, 'rules are evaluated on mimir-read instead of a path of their own'],
  [/^(.*\.)?(instance_availability_zone|memberlist\.join_members)$/, 'components without a zone have one in a group'],
]

/**
 * The document's optional "Double-check the configuration", by asking running pods for all their settings instead of comparing objects: a
 * component and the group that takes over differ in nothing but what is allowed.
 * @throws Error where there are no pods to compare
 */
export async function sameConfig(t: Actions, components: readonly Component[], group: string): Promise<void> {
  const found: string[] = []
  for (const component of components) {
    const old = podsWith(t, component, OLD).find(p => !p.workload.startsWith('ruler-'))
    const next = podsWith(t, component, NEW).find(p => p.workload.startsWith(group) && p.zone === (old?.zone ?? p.zone))
    if (!old || !next) throw new Error(`no pods to compare: ${component} and ${group}`)
    found.push(...differing(component, await tell(old), await tell(next)))
  }
  t.note(`configuration of ${group}`, {
    compared: components,
    allowed: allowed.map(([p, why]) => `${p.source}: ${why}`),
  })
  await t.expect(
    `${group} to be configured as what it takes over from`,
    () => found.length === 0 || `${found.join('; ')}`,
  )
}

/** What a pod tells of its configuration, and what is its own in it. */
interface Told extends Pick<Pod, 'name' | 'address'> {
  config: Readonly<Record<string, string>>
}

const tell = async (pod: Pod): Promise<Told> => ({
  name: pod.name,
  address: pod.address,
  config: await configOf(pod.url),
})

/** In sentences: what differs between a component and what takes over from it, but for what may and what differs between any two pods. */
export function differing(component: string, old: Told, next: Told): string[] {
  const [before, after] = [anonymous(old), anonymous(next)]
  return Object.keys({ ...before, ...after })
    .filter(path => before[path] !== after[path] && !allowed.some(([pattern]) => pattern.test(path)))
    .map(path => `${path} is ${after[path]}, on ${component} ${before[path]}`)
}

/** The settings with the pod's own name, address and ports taken out. */
function anonymous({ name, address: { host, ports: own }, config }: Told): Record<string, string> {
  const ports = Object.values(own).map(String)
  return Object.fromEntries(
    Object.entries(config).map(([path, value]) => [
      path,
      path.endsWith('port') && ports.includes(value) ? 'PORT' : value.replaceAll(host, 'POD').replaceAll(name, 'POD'),
    ]),
  )
}
