import type { Parameter } from '../../../load/parameter.ts'

/** How much history is moved: at 60 s it is 13 MB, at 1 s about 800 MB, made in some minutes. */
export const historyParameter: Parameter = {
  flag: 'history-step',
  description: 'of Prometheus: seconds between two ticks of the history that is moved (60: 13 MB, 1: 800 MB)',
  kind: 'number',
  least: 1,
  most: 300,
  default: 60,
}
