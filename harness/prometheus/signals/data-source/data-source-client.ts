import { Pool } from 'undici'
import type { Client } from '../../../load/client.ts'
import { send } from '../../../load/http-client.ts'
import { openLoop } from '../../../load/open-loop.ts'
import { CLUSTER, METRIC, SERIES, VM } from '../../ticks-plan.ts'
import { SPACING } from './data-source-records.ts'

/** A day of the history by hours, and the newest tick: what a panel of Grafana asks for. */
const QUERIES = [`${METRIC}`, `count_over_time(${METRIC}[1h] offset 30d)`]

/** Asks one side all the time, the machine first; told `vm` or `kubernetes`, it asks there from then on. */
export const dataSourceClient = (): Client => ({
  async start({ cluster, places, recorder }) {
    const sides = {
      [CLUSTER]: cluster.gateway,
      ...Object.fromEntries(Object.entries(places).map(([name, p]) => [name, p.cluster.gateway])),
    }
    const pools = new Map(Object.entries(sides).map(([side, url]) => [side, new Pool(url, { connections: null })]))
    let side = VM
    let asked = 0
    const loop = openLoop(SPACING, async due => {
      const at = side
      const query = QUERIES[asked++ % QUERIES.length]!
      const { start, end, status, error, body, unreachable } = await send(
        pools.get(at)!,
        { method: 'GET', path: `/api/v1/query?${new URLSearchParams({ query })}`, headers: {} },
        10_000,
      )
      const series = status === 200 ? seriesIn(body) : 0
      const ok = series === SERIES
      recorder.record({
        type: 'data-source',
        side: at,
        due,
        start,
        end,
        status,
        error: error ?? (status === 200 && !ok ? `${series} of ${SERIES} series` : undefined),
        ...(unreachable && { unreachable }),
        series,
        ok,
      })
    })
    return {
      async turn(what) {
        if (what === undefined || !pools.has(what))
          throw new Error(`the data source can be ${[...pools.keys()].join(' or ')}, not "${what}"`)
        side = what
      },
      async stop() {
        await loop.stop()
        await Promise.all([...pools.values()].map(pool => pool.destroy()))
      },
    }
  },
})

/** How many series an answer has; 0 where it is none. */
function seriesIn(body: string): number {
  try {
    const { data } = JSON.parse(body) as { data?: { result?: unknown[] } }
    return data?.result?.length ?? 0
  } catch {
    return 0
  }
}
