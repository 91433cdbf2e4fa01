import { Pool } from 'undici'
import type { Client } from '../../harness/load/client.ts'
import { send } from '../../harness/load/http-client.ts'
import { openLoop } from '../../harness/load/open-loop.ts'
import { systemClock } from '../../harness/util/clock.ts'
import { request } from '../../harness/util/request.ts'
import { done, notYet, until } from '../../harness/util/until.ts'
import { SPACING } from './protocol.ts'

/** Sends an item each 50 ms, and at the end asks the store for all. */
export const itemsClient = (): Client => ({
  async start({ cluster: { gateway }, recorder, signal }) {
    const pool = new Pool(gateway, { connections: null })
    let next = 0
    const loop = openLoop(SPACING, async due => {
      const item = String(next++)
      const { start, end, status, error } = await send(
        pool,
        { method: 'POST', path: `/items/${item}`, headers: { 'x-owner': 'everyone' } },
        5000,
      )
      const acked = error === undefined && status !== undefined && status < 300
      recorder.record({ type: 'item', item, due, start, end, status, error, acked })
    })
    return {
      async stop() {
        await loop.stop()
        await pool.destroy()
      },
      readBack: step =>
        step('read back every item', async () => {
          const items = await until(
            async () => {
              const { status, text } = await request(`${gateway}/items/`, { timeout: 5000 })
              return status === 200 ? done(JSON.parse(text) as string[]) : notYet(`HTTP ${status}`)
            },
            { for: 'the items that are stored', deadline: 10_000, signal },
          )
          recorder.record({ type: 'items-read', at: systemClock.now(), items })
        }),
    }
  },
})
