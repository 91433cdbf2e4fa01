import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tail } from '../../../cluster/process/log.ts'
import { MARKER } from '../../../cluster/process/marker.ts'
import { StartedProcess } from '../../../cluster/process/pod-process.ts'
import type { Client, ClientContext, RunningClient } from '../../../load/client.ts'
import { systemClock } from '../../../util/clock.ts'
import { reason } from '../../../util/errors.ts'
import { sibling } from '../../../util/sibling.ts'
import { UNREACHABLE_HEADER } from '../../../util/unreachable-header.ts'
import { call } from '../../call.ts'
import { floodRateParameter } from './flood-parameters.ts'
import { FloodKind } from './flood-records.ts'
import { NOISY } from './noisy.ts'

/** Milliseconds that k6 has to write its summary once it was told to end. */
const FAREWELL = 15_000

const SUMMARY = 'summary.json'
const LOG = 'k6.log'
const script = sibling(import.meta.url, './script/flooding')

interface Flowing {
  kind: FloodKind
  from: number
  process: StartedProcess
  folder: string
}

/**
 * A tenant that floods the others, by k6: remote-write requests, queries or rule groups, in an open loop at a constant rate (`--flood-rate`), whatever is answered. It does nothing until a fault
 * turns it on. The summary as k6 has it and its log are in the run's folder, in `flood-<n>/`.
 */
export const floodClient = (): Client => ({
  async start(context): Promise<RunningClient> {
    let flowing: Flowing | undefined
    let floods = 0
    const ebb = async () => {
      if (flowing) await record(context, flowing)
      flowing = undefined
    }
    return {
      async turn(what) {
        await ebb()
        if (what === undefined) return
        flowing = await begin(context, FloodKind.parse(what), ++floods)
      },
      stop: ebb,
    }
  },
})

async function begin(context: ClientContext, kind: FloodKind, nth: number): Promise<Flowing> {
  const folder = join(context.folder, `flood-${nth}`)
  await mkdir(folder)
  const body = kind === 'queries' || kind === 'rules' ? {} : await bodyOf(kind, join(context.scratch, `flood-${nth}`))
  const from = systemClock.now()
  const process = await StartedProcess.start({
    argv: [
      ...[context.programs.k6!, 'run', '--quiet', '--no-color', '--no-usage-report'],
      // No REST API: two runs at the same time would want the same port.
      ...['--address', '', script],
    ],
    env: { ...environmentOf(context, kind), ...body },
    cwd: folder,
    log: join(folder, LOG),
  })
  return { kind, from, process, folder }
}

/** What writes are made of. @param file that the body is written to */
async function bodyOf(kind: FloodKind, file: string): Promise<{ BODY: string; LAYOUT: string }> {
  const { floodBody } = await import('./flood-body.ts')
  const { bytes, layout } = floodBody(kind)
  await writeFile(file, bytes)
  return { BODY: file, LAYOUT: JSON.stringify(layout) }
}

/** A rule group stays and is evaluated every second, so there are fewer of them. */
const RULE_GROUP = 50

/** Requests a second. */
const rateOf = (kind: FloodKind, parameters: ClientContext['parameters']): number => {
  const rate = Number(parameters[floodRateParameter.flag])
  return kind === 'rules' ? Math.ceil(rate / RULE_GROUP) : rate
}

/** All that k6 knows. Without the user's environment there are no proxy, no token and no settings of other tests. */
const environmentOf = ({ run, cluster, scratch, parameters }: ClientContext, kind: FloodKind) => ({
  [MARKER]: run.id,
  PATH: process.env.PATH ?? '',
  HOME: scratch,
  GOMAXPROCS: '1',
  // Nothing is fetched because of what a script imports.
  K6_AUTO_EXTENSION_RESOLUTION: 'false',
  GATEWAY: cluster.gateway,
  TENANT: NOISY,
  KIND: kind,
  RATE: String(rateOf(kind, parameters)),
  SUMMARY,
  UNREACHABLE_HEADER,
})

async function record(
  { recorder, parameters, cluster }: ClientContext,
  { kind, from, process, folder }: Flowing,
): Promise<void> {
  const ending = await process.stop(FAREWELL)
  if (kind === 'rules') await call(cluster.gateway, 'DELETE', `/prometheus/config/v1/rules/${NOISY}`, { tenant: NOISY })
  const to = systemClock.now()
  try {
    const { readFloodSummary } = await import('./flood-summary.ts')
    const counts = readFloodSummary(await readFile(join(folder, SUMMARY), 'utf8'))
    recorder.record({ type: 'flood', kind, from, to, wanted: rateOf(kind, parameters), ...counts })
  } catch (thrown) {
    const lines = await tail(join(folder, LOG), 3)
    const value = `${reason(thrown)}; k6 ended with ${ending.how}: ${lines.join(' / ') || 'its log is empty'}`
    recorder.record({ type: 'fact', fact: NO_SUMMARY, at: to, value })
  }
}

const NO_SUMMARY = 'a flood left no summary'
