/** The reaper's own process; see reaper.ts. Arguments: run id, scratch folder. */
import { reap } from './reaper.ts'

const [run, scratch] = process.argv.slice(2)
if (!run || !scratch) throw new Error('usage: reaper-process <run> <scratch folder>')

// Ctrl-C in a terminal reaches the whole process group; the reaper's work only begins then.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})

process.stdin.resume()
process.stdin.once('close', async () => {
  await reap(run, scratch)
  process.exit(0)
})
