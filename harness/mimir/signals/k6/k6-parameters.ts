import type { Parameter } from '../../../load/parameter.ts'

export const rateParameter: Parameter = {
  flag: 'k6-rate',
  description: 'queries of k6 a second, and as many writes; 0 leaves it out',
  kind: 'number',
  least: 0,
  most: 500,
  default: 2,
}
