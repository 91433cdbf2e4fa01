import type { Actions } from '../scenario/scenario.ts'
import { systemClock } from '../util/clock.ts'
import { command } from '../util/command.ts'

/** What a pass has copied, and how long it took. */
export interface Pass {
  /** Milliseconds. */
  took: number
  /** Bytes of the files that were sent, whole or in part. */
  bytes: number
}

/** rsync's word for files that vanished while it ran: a running Prometheus deletes what it has compacted. */
const VANISHED = 24

/**
 * Runs rsync, as the document does. What is copied is noted in the history under `pass`.
 * @param args all but the names of log files: `-a --delete /data/ /mnt/data`
 * @throws Error with rsync's complaint
 */
export async function copyPass(
  t: Pick<Actions, 'programs' | 'signal' | 'note'>,
  args: readonly string[],
): Promise<Pass> {
  const begin = systemClock.now()
  const { code, stdout, stderr } = await command(t.programs.rsync!, ['--stats', ...args], { signal: t.signal })
  if (code !== 0 && code !== VANISHED) throw new Error(`rsync ${args.join(' ')} failed: ${stderr.trim()}`)
  const sent = /^Total transferred file size: ([\d,]+)/m.exec(stdout)?.[1] ?? '0'
  const pass = { took: systemClock.now() - begin, bytes: Number(sent.replaceAll(',', '')) }
  t.note('pass', { ...pass, args })
  return pass
}
