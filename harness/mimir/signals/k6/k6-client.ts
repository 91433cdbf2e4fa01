import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tail } from '../../../cluster/process/log.ts'
import { MARKER } from '../../../cluster/process/marker.ts'
import { type Ending, StartedProcess } from '../../../cluster/process/pod-process.ts'
import type { Client, ClientContext, RunningClient } from '../../../load/client.ts'
import { systemClock } from '../../../util/clock.ts'
import { reason } from '../../../util/errors.ts'
import { sibling } from '../../../util/sibling.ts'
import { UNREACHABLE_HEADER } from '../../../util/unreachable-header.ts'
import { rateParameter } from './k6-parameters.ts'

/** What k6 writes and queries belongs to it. */
const TENANT = 'k6'

/** Milliseconds that k6 has to write its summary once it was told to end. */
const FAREWELL = 15_000

const script = sibling(import.meta.url, './script/main')

/**
 * A load by Grafana k6 beside the ledger's: OTLP writes and a dashboard's queries of a tenant of its own, each at a constant rate through the
 * gateway (`--k6-rate`). Its summary is recorded at the end, and the check `k6` judges it; the summary as k6 has it and its log are in the
 * run's folder, in `k6/`.
 */
export const k6Client = (): Client => ({
  async start(context) {
    const folder = join(context.folder, 'k6')
    await mkdir(folder)
    const from = systemClock.now()
    const process = await StartedProcess.start({
      argv: commandOf(context),
      env: environmentOf(context),
      cwd: folder,
      log: join(folder, LOG),
    })
    return running(context, process, folder, from)
  },
})

const SUMMARY = 'summary.json'
const LOG = 'k6.log'

const commandOf = ({ programs }: ClientContext): string[] => [
  ...[programs.k6!, 'run', '--quiet', '--no-color', '--no-usage-report'],
  // No REST API: two runs at the same time would want the same port.
  ...['--address', '', script],
]

/** All that k6 knows. Without the user's environment there are no proxy, no token and no settings of other tests. */
const environmentOf = ({ run, cluster, scratch, parameters }: ClientContext): Record<string, string> => ({
  [MARKER]: run.id,
  PATH: process.env.PATH ?? '',
  HOME: scratch,
  // One thread, and no lower priority: on a busy machine that would keep it from sending anything at all.
  GOMAXPROCS: '1',
  // Nothing is fetched because of what a script imports.
  K6_AUTO_EXTENSION_RESOLUTION: 'false',
  GATEWAY: cluster.gateway,
  TENANT,
  RATE: String(parameters[rateParameter.flag]),
  SUMMARY,
  UNREACHABLE_HEADER,
})

const running = (
  { recorder, parameters }: ClientContext,
  process: StartedProcess,
  folder: string,
  from: number,
): RunningClient => ({
  /** Requests in flight are cut off, and count for nothing. */
  async stop() {
    const ending = await process.stop(FAREWELL)
    try {
      const { readSummary } = await import('./k6-summary.ts')
      const measured = readSummary(await readFile(join(folder, SUMMARY), 'utf8'))
      recorder.record({
        type: 'k6',
        from,
        to: systemClock.now(),
        wanted: Number(parameters[rateParameter.flag]),
        ...measured,
      })
    } catch (thrown) {
      const value = `${reason(thrown)}; ${await lastWords(ending, folder)}`
      recorder.record({ type: 'fact', fact: 'k6 left no summary', at: systemClock.now(), value })
    }
  },
})

async function lastWords({ how }: Ending, folder: string): Promise<string> {
  const lines = await tail(join(folder, LOG), 3)
  return `k6 ended with ${how}: ${lines.join(' / ') || 'its log is empty'}`
}
