import type { Setting } from './topology/settings.ts'

/** Go's runtime in each pod: a host with few cores runs many pods, and one thread each leaves the scheduling to the kernel. */
export const GO_RUNTIME = { GOMAXPROCS: '1', GOGC: '200' }

const why = 'one machine runs all pods: one thread and fewer collections each'

/** The same as settings of the run. */
export const goSettings: Readonly<Record<keyof typeof GO_RUNTIME, Setting>> = {
  GOMAXPROCS: { default: 'all cores', value: GO_RUNTIME.GOMAXPROCS, why },
  GOGC: { default: '100', value: GO_RUNTIME.GOGC, why },
}
