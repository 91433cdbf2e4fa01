import type { Controls } from '../../harness/mimir/index.ts'
export const controls = [
  {
    id: 'placeholder', description: 'x', expectFail: ['loss'], noLoad: true, verify: () => undefined,
  },
] as const satisfies Controls<'ringWhole'>
