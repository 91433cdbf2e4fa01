import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tail } from '../../cluster/process/log.ts'
import { MARKER } from '../../cluster/process/marker.ts'
import { StartedProcess } from '../../cluster/process/pod-process.ts'
import type { ClientContext } from '../../load/client.ts'
import { reason } from '../../util/errors.ts'
import { UNREACHABLE_HEADER } from '../../util/unreachable-header.ts'

/** Milliseconds that k6 has to write its summary once it was told to end. */
const FAREWELL = 15_000

const SUMMARY = 'summary.json'
const LOG = 'k6.log'

/** A k6 that makes load. */
export interface K6Process {
  /** Ends it. Requests in flight are cut off, and count for nothing. */
  end(): Promise<Ended>
}

interface Ended {
  /** @param read what reads the summary that the script has written @throws Error that says what is wrong with the summary, and k6's last words */
  summary<T>(read: (text: string) => T): Promise<T>
}

/**
 * Starts k6 in a folder of its own, where its log and its summary stay.
 * @param folder is made
 * @param env what the script is told, beside the gateway
 */
export async function startK6(
  { programs, run, cluster, scratch }: ClientContext,
  { script, folder, env }: { script: string; folder: string; env: Readonly<Record<string, string>> },
): Promise<K6Process> {
  await mkdir(folder)
  const process = await StartedProcess.start({
    argv: [
      ...[programs.k6!, 'run', '--quiet', '--no-color', '--no-usage-report'],
      // No REST API: two runs at the same time would want the same port.
      ...['--address', '', script],
    ],
    env: {
      ...surroundings(scratch),
      [MARKER]: run.id,
      GATEWAY: cluster.gateway,
      SUMMARY,
      UNREACHABLE_HEADER,
      ...env,
    },
    cwd: folder,
    log: join(folder, LOG),
  })
  return {
    async end() {
      const { how } = await process.stop(FAREWELL)
      return {
        async summary(read) {
          try {
            return read(await readFile(join(folder, SUMMARY), 'utf8'))
          } catch (thrown) {
            const lines = await tail(join(folder, LOG), 3)
            throw new Error(`${reason(thrown)}; k6 ended with ${how}: ${lines.join(' / ') || 'its log is empty'}`)
          }
        },
      }
    },
  }
}

/** Without the user's environment there are no proxy, no token and no settings of other tests. */
const surroundings = (scratch: string) => ({
  PATH: process.env.PATH ?? '',
  HOME: scratch,
  // One thread, and no lower priority: on a busy machine that would keep it from sending anything at all.
  GOMAXPROCS: '1',
  // Nothing is fetched because of what a script imports.
  K6_AUTO_EXTENSION_RESOLUTION: 'false',
})
