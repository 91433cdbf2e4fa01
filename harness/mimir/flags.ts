import type { SubjectFlags } from '../scenario/flags-of-subject.ts'
import { floodRateParameter } from './signals/flood/flood-parameters.ts'
import { rateParameter } from './signals/k6/k6-parameters.ts'
import { readStoreParameter } from './signals/ledger/ledger-parameters.ts'

/** What the command line takes for Mimir. */
export const flags: SubjectFlags = {
  program: { name: 'mimir', title: 'Mimir', env: 'MIMIR_BIN' },
  parameters: [floodRateParameter, rateParameter, readStoreParameter],
}
