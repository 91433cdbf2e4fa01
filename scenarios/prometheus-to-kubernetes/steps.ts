import { CLUSTER, running, type Steps, VM } from '../../harness/prometheus/index.ts'
import { compacted, copy, endTrial, machine, read, scrapes, startNew, stopOld, switchSource } from './acts.ts'
import { section } from './document.ts'

/** A pass that took no longer than this (ms) is small enough for one more without a server. */
const SHORT = 1000
/** Passes at most while the server runs. */
const PASSES = 5

/** What is the same in every variant before the data are moved. */
export const before = [
  { name: '1 start the new Prometheus on the new side, on trial', ref: section.start, run: startNew },
  {
    name: 'restart the Prometheus of the machine as it is',
    async run(t) {
      await machine(t).restart('prometheus')
      await scrapes(machine(t))
    },
  },
] as const satisfies Steps

/** What is the same in every variant after that: three times all that is stored is read. */
export const after = [
  {
    name: '5 look at what was moved',
    ref: section.moved,
    async run(t) {
      await read(t, 'stopped', VM)
      await read(t, 'moved', CLUSTER)
    },
  },
  {
    name: '6 wait for the first compaction',
    async run(t) {
      await compacted(t)
      await read(t, 'compacted', CLUSTER)
    },
  },
  {
    name: '7 restart it once more',
    async run(t) {
      await t.restart('prometheus')
      await scrapes(t)
      // The alert that is restored waits for its grace period.
      await t.traffic(4)
      await read(t, 'restarted', CLUSTER)
    },
  },
] as const satisfies Steps

/** Ours: no byte is copied while nobody scrapes that could have been copied before. */
export const steps = [
  ...before,
  { name: '2 delete the trial and its data', ref: section.start, run: endTrial },
  {
    name: '3 copy while it runs, until a pass is short',
    ref: section.mount,
    async run(t) {
      for (let pass = 0; pass < PASSES; pass++) if ((await copy(t)).took < SHORT && pass > 0) break
    },
  },
  {
    name: '4 stop it, copy the rest, start it on the new side',
    ref: section.moved,
    async run(t) {
      await stopOld(t)
      await copy(t)
      await read(t, 'copied', CLUSTER)
      await t.apply(running)
      await switchSource(t)
      await scrapes(t)
    },
  },
  ...after,
] as const satisfies Steps
