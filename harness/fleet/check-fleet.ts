import { isAbsolute, normalize } from 'node:path'
import { UsageError } from '../util/errors.ts'
import type { EnvValue, Fleet, PodTemplate, Probe, Workload } from './fleet.ts'

/** The least CPU time that the kernel can be told to give: one millisecond in each tenth of a second. */
const LEAST_CPU = 0.01

/** Looks at what types can not say of a fleet: that names go together, and that numbers can be had. @throws UsageError for the first that does not. */
export function checkFleet({ workloads }: Fleet): void {
  for (const workload of workloads) for (const complaint of complaintsOf(workload)) throw complaint
}

function* complaintsOf({ name, template }: Workload): Generator<UsageError> {
  const complain = (what: string, fix: string) => new UsageError(`workload ${name}: ${what}`, fix)
  const { env, startup, liveness, limits, mounts = {} } = template
  for (const [variable, value] of Object.entries(env)) {
    const missing = missingOf(value, template)
    if (missing) yield complain(`its variable ${variable} ${missing.what}`, missing.fix)
  }
  for (const [word, probe] of Object.entries({ startup, liveness })) {
    const wrong = probe && wrongOf(probe, template)
    if (wrong) yield complain(`its ${word} probe ${wrong}`, `change the ${word} probe`)
  }
  for (const [mount, { path, subPath }] of Object.entries(mounts)) {
    if (!isAbsolute(path))
      yield complain(`mount ${mount} is at ${path}, which is no absolute path`, 'let it begin with /')
    const inside = !isAbsolute(subPath) && !normalize(subPath).startsWith('..') && normalize(subPath) !== '.'
    if (!inside)
      yield complain(`mount ${mount} has subPath "${subPath}", which is no folder below the volume`, 'name one: wal')
  }
  const paths = Object.values(mounts).map(m => normalize(m.path))
  const twice = paths.find((path, i) => paths.indexOf(path) !== i)
  if (twice !== undefined) yield complain(`two mounts are at ${twice}`, 'give each a path of its own')
  if (limits?.cpu !== undefined && limits.cpu < LEAST_CPU) {
    yield complain(`${limits.cpu} cores are fewer than can be given`, `give it ${LEAST_CPU} cores at least`)
  }
}

/** What a variable refers to, where that is not there. */
function missingOf(value: EnvValue, { ports, files, mounts }: PodTemplate): { what: string; fix: string } | undefined {
  if (typeof value === 'string') return undefined
  if (value.of === 'port' && !(value.port in ports)) return missing('port', value.port, Object.keys(ports))
  if (value.of === 'file' && !files.includes(value.file)) return missing('file', value.file, files)
  if (value.of !== 'volume') return undefined
  const names = Object.keys(mounts ?? {})
  if (value.mount === undefined) {
    if (names.length === 0) return undefined
    return { what: 'is the path of a volume that has mounts', fix: `say which of them: ${names.join(', ')}` }
  }
  return names.includes(value.mount) ? undefined : missing('mount', value.mount, names)
}

const missing = (kind: string, name: string, there: readonly string[]) => ({
  what: `is of ${kind} ${name}, which the pod does not have`,
  fix: there.length > 0 ? `name one of its own: ${there.join(', ')}` : `give the pod a ${kind} of that name`,
})

function wrongOf({ port, initialDelay, period, timeout, failureThreshold }: Probe, { ports }: PodTemplate) {
  if (!(port in ports)) return `asks port ${port}, and the pod has ${Object.keys(ports).join(', ')}`
  if (initialDelay < 0) return `begins after ${initialDelay} ms`
  if (!(period > 0) || !(timeout > 0))
    return `has a period of ${period} ms and a timeout of ${timeout} ms; both must be above 0`
  if (!Number.isInteger(failureThreshold) || failureThreshold < 1)
    return `has a failure threshold of ${failureThreshold}`
  return undefined
}
