import { CLUSTER, type Steps, stopped } from '../../harness/prometheus/index.ts'
import { copy, read, startNew, stopOld, switchSource } from './acts.ts'
import { section } from './document.ts'
import { after, before } from './steps.ts'

/** What the document means. It prints neither the stop of the old server nor the last pass; without them the copy would be torn. */
export const documented = [
  ...before,
  { name: '2 delete the objects of the trial', ref: section.start, run: t => t.apply(stopped) },
  {
    name: '3 copy while it runs',
    ref: section.mount,
    async run(t) {
      await copy(t)
    },
  },
  {
    name: '4 stop it, copy the rest, start it on the new side',
    ref: section.moved,
    async run(t) {
      await stopOld(t)
      await copy(t)
      await read(t, 'copied', CLUSTER)
      await startNew(t)
    },
  },
  { name: '4.1 use it: point the data source to it', ref: section.source, run: switchSource },
  ...after,
] as const satisfies Steps
