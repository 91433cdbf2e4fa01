import { Pool } from 'undici'
import type { Client, ClientContext, RunningClient } from '../../../load/client.ts'
import { send, sentToOf } from '../../../load/http-client.ts'
import { openLoop } from '../../../load/open-loop.ts'
import { systemClock } from '../../../util/clock.ts'
import { drawn } from '../../../util/random.ts'
import { done, notYet, until } from '../../../util/until.ts'
import { encodeLabels, WriteRequestEncoder } from '../../remote-write/encode.ts'
import { flush, waitForBlocksSync, waitForConsistencyCheck, waitForIndexUpdate } from '../../store.ts'
import { pushUntilTaken } from '../ledger/push-until-taken.ts'
import { errorOf } from '../ledger/write-outcome.ts'
import {
  ARCHIVE,
  archivedValue,
  chunkBegins,
  chunksOf,
  labelsOfSeries,
  type Owner,
  SAMPLES,
  timesOf,
} from './archived.ts'
import { compare } from './compare-chunk.ts'

/** Milliseconds between two reads, each of another chunk. */
const SPACING = 250
const TIMEOUT = 10_000
/** The same of the second tenant. */
const OTHER_SPACING = 500

const OWNERS: readonly Owner[] = [ARCHIVE.tenant, ARCHIVE.other.tenant]

/**
 * Old data: samples of hours ago that lie in blocks alone, read through the gateway all the time. Ingesters never answer for them, so whatever
 * goes wrong here is the doing of store-gateways, compactors and what finds them.
 */
export function archiveClient(): Client {
  let made = 0
  return {
    async prepare(context) {
      made = systemClock.now()
      for (const owner of OWNERS) await write(context, owner, made)
      await ship(context)
      await readable(context, made)
    },
    start: async context => reads(context, made),
  }
}

/** The oldest chunk first: a head takes nothing that is much older than what it has. */
async function write({ cluster, signal }: ClientContext, owner: Owner, now: number): Promise<void> {
  const encoder = new WriteRequestEncoder()
  const series = Array.from({ length: ARCHIVE.series }, (_, i) => encodeLabels(labelsOfSeries(owner, i)))
  const pool = new Pool(cluster.gateway)
  try {
    for (const chunk of chunksOf(owner)) {
      const request = encoder.encode(series, timesOf(chunk, now), (i, tick) => archivedValue(owner, i, chunk, tick))
      await pushUntilTaken(pool, owner, request, `the archive to be written to ${cluster.gateway}`, signal)
    }
  } finally {
    await pool.destroy()
  }
}

/** Every ingester makes blocks of it now, and the store serves them. Each wait is for a signal of the component, but the last: it has none. */
async function ship({ cluster, observer, signal }: ClientContext): Promise<void> {
  const of = (component: string) => cluster.pods().filter(p => p.components.some(c => c === component))
  await Promise.all(of('ingester').flatMap(pod => OWNERS.map(owner => flush(pod.url, owner))))
  const served = async () => {
    await waitForIndexUpdate(observer, [...OWNERS])
    await waitForBlocksSync(observer, of('store-gateway'))
  }
  await Promise.all([served(), waitForConsistencyCheck(of('querier')[0]!, signal)])
}

/** The steady state: every chunk is there before anything is done to Mimir. */
async function readable({ cluster, signal }: ClientContext, now: number): Promise<void> {
  const pool = new Pool(cluster.gateway)
  try {
    await until(
      async () => {
        const all = OWNERS.flatMap(owner => chunksOf(owner).map(chunk => ({ owner, chunk })))
        for (const { owner, chunk } of all) {
          const answer = await ask(pool, owner, chunk, now)
          if (answer.found !== SAMPLES)
            return notYet(`chunk ${chunk}: ${answer.error ?? `${answer.found} of ${SAMPLES} samples`}`)
        }
        return done(undefined)
      },
      { for: `${ARCHIVE.chunks} chunks of old data to be read from blocks`, deadline: 120_000, every: 2000, signal },
    )
  } finally {
    await pool.destroy()
  }
}

function reads({ run, cluster, recorder }: ClientContext, made: number): RunningClient {
  const pool = new Pool(cluster.gateway, { connections: null })
  let reads = 0
  const loop = openLoop(
    SPACING,
    async due => {
      const chunk = reads++ % ARCHIVE.chunks
      const seen = await ask(pool, ARCHIVE.tenant, chunk, made)
      recorder.record({ type: 'archive', chunk, due, expected: SAMPLES, ...seen })
    },
    systemClock,
    n => drawn(run.seed, 'archive', n),
  )
  let others = 0
  const { tenant } = ARCHIVE.other
  const otherLoop = openLoop(
    OTHER_SPACING,
    async due => {
      const chunk = chunksOf(tenant)[others++ % ARCHIVE.other.chunks]!
      const seen = await ask(pool, tenant, chunk, made)
      recorder.record({ type: 'archive', chunk, other: tenant, due, expected: SAMPLES, ...seen })
    },
    systemClock,
    n => drawn(run.seed, 'archive-other', n),
  )
  return {
    async stop() {
      await Promise.all([loop.stop(), otherLoop.stop()])
      await pool.destroy()
    },
  }
}

/** Reads one chunk whole. Never throws: a failure is an answer. */
async function ask(pool: Pool, owner: Owner, chunk: number, made: number) {
  const span = ARCHIVE.ticks * ARCHIVE.interval
  const query = `${ARCHIVE.metric}[${span}ms]`
  // A range selector is open to the left: a millisecond later the first sample would be out.
  const time = ((chunkBegins(chunk, made) + span - 1) / 1000).toFixed(3)
  const headers = { 'x-scope-orgid': owner, 'cache-control': 'no-store' }
  const path = `/prometheus/api/v1/query?${new URLSearchParams({ query, time })}`
  const answer = await send(pool, { method: 'GET', path, headers }, TIMEOUT)
  const { start, end, status, unreachable } = answer
  const error = errorOf(answer)
  const common = { start, end, ...(status !== undefined && { status }), ...(unreachable && { unreachable }) }
  const seen = error === undefined ? compare(answer.body, owner, chunk, made) : { found: 0, wrong: 0, error }
  const isWhole = seen.found === SAMPLES && seen.wrong === 0
  return { ...common, ...seen, ...(!isWhole && sentToOf(answer)) }
}
