import { GO_RUNTIME } from '../fleet/go-runtime.ts'
import type { Setting } from './topology/settings.ts'

const why = 'one machine runs all pods: one thread and fewer collections each'

/** What pods are given of Go's runtime, as settings of the run. */
export const goSettings: Readonly<Record<keyof typeof GO_RUNTIME, Setting>> = {
  GOMAXPROCS: { default: 'all cores', value: GO_RUNTIME.GOMAXPROCS, why },
  GOGC: { default: '100', value: GO_RUNTIME.GOGC, why },
}
