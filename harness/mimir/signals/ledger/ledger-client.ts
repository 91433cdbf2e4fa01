import type { Client } from '../../../load/client.ts'
import { systemClock } from '../../../util/clock.ts'
import { each } from '../../../util/each.ts'
import type { Topology } from '../../topology/topology.ts'
import { readAll } from './final-read.ts'
import { Ledger } from './ledger.ts'
import { readStore } from './store-read.ts'

/** Writes until it is stopped; then every sample is read back, and where the user wants it once more from blocks alone. */
export const ledgerClient = (): Client<Topology> => ({
  async start({ run, deployment, observer, recorder }) {
    const { gateway } = deployment.cluster
    const { dataset } = run
    dataset.epoch = run.loadBegin
    const ledger = new Ledger({ dataset, gateway, recorder })
    ledger.start()
    let to = 0
    return {
      async stop() {
        await ledger.stop()
        to = systemClock.now()
      },
      async readBack(step) {
        const read = (path: 'final' | 'blocks-only', url: string) => readAll({ dataset, url, recorder, path, to })
        const fromHeads = () => step('read back every sample', () => read('final', gateway))
        const fromStore = () => readStore(deployment, observer, url => read('blocks-only', url), dataset.tenants, step)
        await each(run.storeRead ? [fromHeads, fromStore] : [fromHeads])
      },
    }
  },
})
