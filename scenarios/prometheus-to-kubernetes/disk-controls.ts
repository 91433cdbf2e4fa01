import { chmod, mkdir } from 'node:fs/promises'
import { type Controls, dataOf, diskOf, running } from '../../harness/prometheus/index.ts'
import { copy, stopOld } from './acts.ts'
import { readOnly, small } from './disk.ts'
import { refuses } from './lost.ts'
import { UNTOLD } from './predictions.ts'

/** What goes wrong with the disk. */
export const diskControls = [
  {
    id: 'read-only-disk',
    description:
      'the disk can not be written on the new side: the new server refuses to start, at the log of its queries, before it opens its storage',
    expectFail: ['pods'],
    mayFail: [...UNTOLD, 'ticks', 'blocks', 'volume'],
    steps: [
      {
        name: 'stop it, copy, start it on a disk that is read-only',
        async run(t) {
          await stopOld(t)
          await copy(t)
          await readOnly(t)
          await t.apply(running)
        },
      },
    ],
    verify: refuses(/read-only file system/),
  },
  {
    id: 'wrong-mode',
    description:
      'the server may not write into the folder that was moved, as where its owner is somebody else: it refuses to start, since it can not lock it',
    expectFail: ['pods'],
    mayFail: [...UNTOLD, 'ticks', 'blocks', 'volume'],
    steps: [
      {
        name: 'stop it, copy, start it on a folder that it may not write into',
        async run(t) {
          await stopOld(t)
          await copy(t)
          await chmod(dataOf(t), 0o500)
          await t.apply(topology => running({ ...topology, withoutRights: true }))
        },
      },
    ],
    verify: refuses(/lock DB directory: .*permission denied/),
  },
  {
    id: 'closed-disk',
    description:
      'the trial may not write on the disk, as in the document: it refuses to start, at the log of its queries, before it opens its storage',
    expectFail: ['pods'],
    mayFail: [...UNTOLD, 'ticks', 'blocks', 'volume'],
    steps: [
      {
        name: 'start the trial on a disk that it may not write on',
        async run(t) {
          await mkdir(diskOf(t), { recursive: true })
          await chmod(diskOf(t), 0o500)
          await t.apply(topology => running({ ...topology, withoutRights: true }))
        },
      },
    ],
    verify: refuses(/Unable to create mmap-ed active query log/),
  },
  {
    id: 'disk-full',
    description: 'the disk is full in the middle of a pass: rsync says so, and nothing is started',
    expectFail: ['expectations'],
    mayFail: [...UNTOLD, 'ticks', 'blocks', 'volume'],
    steps: [
      {
        name: 'copy onto a disk that is too small',
        async run(t) {
          await small(t, 6_000_000)
          let said = ''
          await copy(t).catch((thrown: Error) => {
            said = thrown.message
          })
          await t.expect('the pass to fit on the disk', () => said === '' || said)
        },
      },
    ],
    verify: ({ findings }) =>
      findings.some(f => f.check === 'expectations' && f.evidence.some(e => /No space left on device/.test(e.text)))
        ? undefined
        : 'rsync did not say that there is no space left',
  },
] as const satisfies Controls
