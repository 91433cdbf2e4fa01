import { type Actions, CLUSTER, running, type Steps, VM } from '../../harness/prometheus/index.ts'
import { copy, read, scrapes, stopOld, switchSource } from './acts.ts'

/** What is done wrong, and where. */
interface Wrong {
  name: string
  /** What is done while the old server runs. Default: a pass as it should be. */
  first?: (t: Actions) => Promise<unknown>
  /** The last pass. Default: as it should be. */
  copies?: (t: Actions) => Promise<unknown>
  /** Between the last pass and the start of the new server. */
  beforeStart?: (t: Actions) => Promise<void>
}

/** A move in which one thing is done wrong, from where it is done: what was stored is read, and what was moved, once. */
export const spoiled = ({ name, first = copy, copies = copy, beforeStart }: Wrong) =>
  [
    {
      name: `stop it, ${name}, start it on the new side`,
      async run(t) {
        await first(t)
        await stopOld(t)
        await read(t, 'stopped', VM)
        await copies(t)
        await beforeStart?.(t)
        await read(t, 'copied', CLUSTER)
        await t.apply(running)
        await switchSource(t)
        await scrapes(t)
        await read(t, 'moved', CLUSTER)
      },
    },
  ] as const satisfies Steps
