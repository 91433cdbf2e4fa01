import { mkdir, symlink } from 'node:fs/promises'
import { type Controls, copyPass, dataOf, diskOf, running, stopped } from '../../harness/prometheus/index.ts'
import { hasBlock, machine, startNew } from './acts.ts'
import { lostIn, refuses } from './lost.ts'
import { UNTOLD } from './predictions.ts'
import { spoiled } from './spoiled.ts'

/** Whose data a folder holds. */
export const folderControls = [
  {
    id: 'trial-left',
    description:
      'what the trial has stored is left on the disk, and rsync deletes nothing: the new server starts, and has samples that nobody stored on the machine',
    expectFail: ['ticks', 'blocks'],
    mayFail: [...UNTOLD, 'volume'],
    steps: [
      {
        name: 'a trial that lasts until its head is a block',
        run: async t => {
          await startNew(t)
          await hasBlock(t)
          await t.apply(stopped)
        },
      },
      ...spoiled({
        name: 'leave the data of the trial',
        first: async () => {},
        copies: t => copyPass(t, ['-a', `${dataOf(machine(t))}/`, dataOf(t)]),
      }),
    ],
    verify(judged) {
      const seen = lostIn(judged)
      if (!seen) return { notTold: 'nothing was read after the move' }
      return seen.foreign > 0 && seen.history === 0
        ? undefined
        : `${seen.foreign} sample times are foreign and ${seen.history} ticks of the history are missing, where some and none were predicted`
    },
  },
  {
    id: 'two-on-one-folder',
    description:
      'the new server is started on the folder of the old one while that runs: it refuses, since the folder is locked',
    expectFail: ['pods'],
    mayFail: [...UNTOLD, 'ticks', 'blocks', 'volume'],
    steps: [
      {
        name: 'start it on the folder of the old one',
        async run(t) {
          await mkdir(diskOf(t), { recursive: true })
          await symlink(dataOf(machine(t)), dataOf(t))
          await t.apply(running)
        },
      },
    ],
    verify: refuses(/lock DB directory: resource temporarily unavailable/),
  },
] as const satisfies Controls
