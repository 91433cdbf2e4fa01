import { sizeOf } from '../../../cluster/process/volume.ts'
import type { Client, ClientContext, RunningClient } from '../../../load/client.ts'
import { systemClock } from '../../../util/clock.ts'
import { done, notYet, until } from '../../../util/until.ts'
import { running, type ServerTopology } from '../../server-topology.ts'
import { dataOf } from '../../sides.ts'
import { CLUSTER, SERVER, VM } from '../../ticks-plan.ts'
import { moveTable } from './move-table.ts'
import { TickTarget } from './tick-target.ts'
import { type Moment, madeOf, type ReadingEvent } from './ticks-records.ts'
import { TsdbFiles } from './tsdb-files.ts'
import { servedBy } from './tsdb-served.ts'

/** How long it may take until the first scrape, ms. */
const FIRST_SCRAPE = 15_000

type Context = ClientContext<ServerTopology>

/**
 * The truth of a run: a target that knows every tick and every scrape, and a history in the blocks of the machine. Told `read <moment> on <side>` it reads
 * what is stored there, whole.
 */
export function ticksClient(): Client<ServerTopology> {
  let target: TickTarget | undefined
  /** What was stored before the move. */
  let before: ReadingEvent | undefined
  return {
    async prepare(context) {
      const { cluster, recorder, run, scratch, programs, signal } = context
      const { receiver } = cluster
      if (!receiver) throw new Error('the target of the ticks is in this process, and pods can not reach it here')
      target = await TickTarget.start({ host: receiver.host, port: 0 }, scrape => recorder.record(scrape))
      const files = new TsdbFiles(programs['tsdb-ticks']!, scratch, signal)
      await files.make(dataOf(deploymentOf(context, VM)), madeOf(run))
      const { address } = target
      const withTarget = (topology: ServerTopology): ServerTopology => ({ ...topology, target: address })
      const there = deploymentOf(context, VM)
      await there.apply(running(withTarget(there.topology)), signal)
      await context.deployment.apply(withTarget(context.deployment.topology), signal)
      await scraped(there.cluster.pod(SERVER).url, context)
    },
    async start(context): Promise<RunningClient> {
      return {
        async turn(what) {
          const [, moment, side] = /^read (\w+) on (\w+)$/.exec(what ?? '') ?? []
          if (moment === undefined || side === undefined)
            throw new Error(`the ticks can be told "read <moment> on <side>", not "${what}"`)
          const reading = await read(context, moment as Moment, side)
          if (reading.moment === 'stopped') before ??= reading
          if (reading.moment === 'moved' && before) {
            const { run, recorder } = context
            recorder.record({ type: 'table', at: reading.at, ...moveTable(madeOf(run), before, reading) })
          }
        },
        async stop() {
          await target?.[Symbol.asyncDispose]()
        },
      }
    },
  }
}

/** What a side's place runs. */
function deploymentOf({ deployment, places }: Context, side: string): Context['deployment'] {
  if (side === CLUSTER) return deployment
  const place = places[side]
  if (!place) throw new Error(`this run has no side ${side}`)
  return place
}

/** Reads all that a side has stored, from its files where it is stopped, else from its blocks and its API, and records it. */
async function read(context: Context, moment: Moment, side: string): Promise<ReadingEvent> {
  const { run, recorder, programs, scratch, signal } = context
  const { cluster, topology } = deploymentOf(context, side)
  const folder = dataOf({ cluster, topology })
  const running = topology.replicas > 0
  const files = new TsdbFiles(programs['tsdb-ticks']!, scratch, signal)
  const at = systemClock.now()
  // Of a copy its blocks are compared; what its WAL is worth the server that starts on it will say.
  const disk = await files.read(folder, madeOf(run), running || moment === 'copied' ? 'made' : 'all')
  const took = systemClock.now() - at
  const api = running ? await servedBy(cluster.pod(SERVER).url, madeOf(run), systemClock.now()) : undefined
  const bytes = await sizeOf(folder)
  const reading: ReadingEvent = { type: 'reading', at, moment, side, took, bytes, ...disk, ...api }
  recorder.record(reading)
  return reading
}

/** Waits until a server has stored something that it scraped. */
async function scraped(url: string, { run, signal }: Context): Promise<void> {
  await until(
    async () => {
      const { live } = await servedBy(url, madeOf(run), systemClock.now())
      return live.length > 0 ? done(undefined) : notYet('no tick is stored')
    },
    { for: 'the first scrape', deadline: FIRST_SCRAPE, every: 250, signal },
  )
}
