import type { Parameter } from '../../../load/parameter.ts'

export const floodRateParameter: Parameter = {
  flag: 'flood-rate',
  description: 'requests a second of the tenant that floods the others',
  kind: 'number',
  least: 1,
  most: 2000,
  default: 60,
}
