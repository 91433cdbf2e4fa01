import type { SubjectFlags } from '../scenario/flags-of-subject.ts'
import { historyParameter } from './signals/ticks/ticks-parameters.ts'

/** What the command line takes for Prometheus. The program has the flag of the observer, which is the same program. */
export const flags: SubjectFlags = {
  program: { name: 'prometheus', title: 'Prometheus', env: 'PROMETHEUS_BIN' },
  tools: [
    { name: 'rsync', title: 'the rsync to copy a Prometheus with; default: PATH' },
    { name: 'tsdb-ticks', title: 'the program that makes and reads TSDBs of ticks; default: cache, build' },
  ],
  parameters: [historyParameter],
}
