import { all, look, read, runOf, write } from '../../test/unit/checks/histories.ts'
import type { Worked } from './worked.ts'

const written = [write(0), write(0, { tenant: 1 })]
const nothing = look(500, 'cross-tenant', { asks: 'samples', seen: [], values: [] })
const foreign = (labels: string, samples: number) => [{ kind: 'foreign' as const, owner: 'tenant-b', labels, samples }]

const example = (rule: string, what: string, verdict: Worked['verdict'], history: Worked['history']): Worked => ({
  ...{ rule, what, run: runOf(), history: [...written, ...history], check: 'isolation', verdict },
})

export const isolationRules: Worked[] = [
  example('Foreign data', 'tenant-a asks for what does not carry its name, and gets nothing.', 'valid', [
    nothing,
    read(700, [all([0, 0])]),
  ]),
  example(
    'Foreign data',
    'It gets nothing there either. But a usual read brings three samples of tenant-b.',
    'invalid',
    [nothing, read(700, [all([0, 0])], { anomalies: foreign('{series="1", tenant="tenant-b"}', 3) })],
  ),
  example('Rules and alerts of others', 'The rules API lists a rule of tenant-b to tenant-a.', 'invalid', [
    nothing,
    look(900, 'rules-api', { asks: 'rules', values: ['gauntlet_rule'], anomalies: foreign('gauntlet_rule{}', 0) }),
  ]),
  example(
    'Metadata and exemplars',
    'tenant-a asks for metadata and sees none, not even its own. So none of tenant-b could be told apart.',
    'unknown',
    [nothing, look(600, 'cross-tenant', { asks: 'metadata', values: [] })],
  ),
]
