import type { Parameter } from '../../../load/parameter.ts'

export const readStoreParameter: Parameter = {
  flag: 'read-store',
  description: 'at the end, read everything once more from blocks alone (takes minutes)',
  kind: 'switch',
  nightly: true,
}
