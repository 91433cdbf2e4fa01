import { readdir, readlink } from 'node:fs/promises'
import { readWrite, scenario } from '../../../harness/mimir/index.ts'
import { noLoad } from '../no-load.ts'

/** Processes of this run whose working directory is the volume of a pod. */
async function processesOf(pod: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name))
  const folders = await Promise.all(pids.map(pid => readlink(`/proc/${pid}/cwd`).catch(() => '')))
  return pids.filter((_, i) => folders[i]!.endsWith(`/volumes/${pod}`)).map(Number)
}

/** A step is going on when a pod crashes that no fault is to hit: Go prints where it was and exits with 2 when it is told to abort. */
export default scenario({
  id: 'crash',
  title: 'A pod crashes by itself',
  proves: 'nothing: it must not come out valid',
  suites: [],
  topology: pace => readWrite({ zones: 3, pace }),
  steadyState: 2,
  objectives: { steady: { writes: 2000, instant: 2000 } },
  steps: [
    {
      name: 'a long step',
      async run(t) {
        for (const pid of await processesOf('mimir-backend-zone-a-0')) process.kill(pid, 'SIGABRT')
        await t.traffic(600)
      },
    },
    { name: 'what is never reached', run: t => t.traffic(1) },
  ],
  controls: [noLoad],
})
