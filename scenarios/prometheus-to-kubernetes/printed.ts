import { CLUSTER, copyPass, dataOf, type Steps, stopped } from '../../harness/prometheus/index.ts'
import { machine, read, startNew, stopOld, switchSource } from './acts.ts'
import { section } from './document.ts'
import { after, before } from './steps.ts'

/**
 * The commands as the document prints them. `rsync /data/coohua/prometheus/data /data1/data` has no slash behind its source, so it makes
 * `/data1/data/data`, and the new server goes on with what the trial has left. The old one is stopped at the end, when nobody needs it any more.
 */
export const printed = [
  ...before,
  { name: '2 delete the objects of the trial', ref: section.start, run: t => t.apply(stopped) },
  {
    name: '3 copy with the line as it is printed',
    ref: section.mount,
    async run(t) {
      await copyPass(t, ['-av', '--bwlimit=200M', '--delete', dataOf(machine(t)), dataOf(t)])
      await read(t, 'copied', CLUSTER)
    },
  },
  { name: '4 start it on the new side', ref: section.moved, run: startNew },
  { name: '4.1 use it: point the data source to it', ref: section.source, run: switchSource },
  { name: '4.2 stop the old one', ref: section.source, run: stopOld },
  ...after,
] as const satisfies Steps
