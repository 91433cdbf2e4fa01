import { join } from 'node:path'
import type { Client } from '../../../load/client.ts'
import { systemClock } from '../../../util/clock.ts'
import { reason } from '../../../util/errors.ts'
import { sibling } from '../../../util/sibling.ts'
import { startK6 } from '../k6-process.ts'
import { rateParameter } from './k6-parameters.ts'

/** What k6 writes and queries belongs to it. */
const TENANT = 'k6'

const script = sibling(import.meta.url, './script/main')

/**
 * A load by Grafana k6 beside the ledger's: OTLP writes and a dashboard's queries of a tenant of its own, each at a constant rate through the
 * gateway (`--k6-rate`). Its summary is recorded at the end, and the check `k6` judges it; the summary as k6 has it and its log are in the
 * run's folder, in `k6/`.
 */
export const k6Client = (): Client => ({
  async start(context) {
    const { recorder, parameters } = context
    const rate = parameters[rateParameter.flag]
    const from = systemClock.now()
    const k6 = await startK6(context, {
      script,
      folder: join(context.folder, 'k6'),
      env: { TENANT, RATE: String(rate) },
    })
    return {
      async stop() {
        const ended = await k6.end()
        try {
          const { readSummary } = await import('./k6-summary.ts')
          const measured = await ended.summary(readSummary)
          recorder.record({ type: 'k6', from, to: systemClock.now(), wanted: Number(rate), ...measured })
        } catch (thrown) {
          recorder.record({ type: 'fact', fact: 'k6 left no summary', at: systemClock.now(), value: reason(thrown) })
        }
      },
    }
  },
})
