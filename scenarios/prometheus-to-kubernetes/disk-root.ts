import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { CLUSTER, diskOf, running, type Steps } from '../../harness/prometheus/index.ts'
import { copy, endTrial, read, scrapes, stopOld, switchSource } from './acts.ts'
import { section } from './document.ts'
import { after, before } from './steps.ts'

/** What the root of an ext4 disk has. */
const FOUND = 'lost+found'

/** The data lie at the root of the disk, where `lost+found` is: what is no block is left alone by a server, and has to be by rsync. */
export const diskRoot = [
  ...before,
  {
    name: '2 delete the trial and its data',
    ref: section.start,
    async run(t) {
      await endTrial(t)
      await mkdir(join(diskOf(t), FOUND), { recursive: true, mode: 0o700 })
    },
  },
  {
    name: '3 stop it, copy beside lost+found, start it on the new side',
    ref: section.moved,
    async run(t) {
      await copy(t, `--exclude=/${FOUND}`)
      await stopOld(t)
      await copy(t, `--exclude=/${FOUND}`)
      await read(t, 'copied', CLUSTER)
      await t.apply(running)
      await switchSource(t)
      await scrapes(t)
    },
  },
  ...after,
] as const satisfies Steps
