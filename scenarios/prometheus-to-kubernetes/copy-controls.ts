import { mkdir, readdir, readFile, rm, stat, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import type { Judged } from '../../harness/index.ts'
import {
  type Actions,
  CLUSTER,
  type Controls,
  copyPass,
  dataOf,
  running,
  SCRAPE,
  SERIES,
  VM,
} from '../../harness/prometheus/index.ts'
import { copy, machine, read, scrapes, stopOld, switchSource } from './acts.ts'
import { lacks, lostIn } from './lost.ts'
import { before, UNTOLD, wholeHistory } from './predictions.ts'
import { printed } from './printed.ts'
import { spoiled } from './spoiled.ts'

/** The last segment of a WAL that has anything in it. */
async function lastSegment(t: Actions): Promise<string> {
  const wal = join(dataOf(t), 'wal')
  const segments = (await readdir(wal)).filter(name => /^\d+$/.test(name)).sort()
  for (const name of segments.reverse()) if ((await stat(join(wal, name))).size > 0) return join(wal, name)
  throw new Error(`the WAL in ${wal} is empty`)
}

/** Takes the third block of the disk away, by time one of the oldest. */
async function leaveOut(t: Actions): Promise<void> {
  const blocks = (await readdir(dataOf(t))).filter(name => /^[0-9A-Z]{26}$/.test(name)).sort()
  await rm(join(dataOf(t), blocks[2]!), { recursive: true })
  t.note('left out', blocks[2])
}

/** The block that was left out, as the machine had it. */
function leftOut(judged: Judged) {
  const fact = judged.events.find(e => e.type === 'fact' && e.fact === 'left out')
  return before(judged)?.blocks.find(b => fact?.type === 'fact' && b.ulid === fact.value)
}

/** What is wrong with the copy. */
export const copyControls = [
  {
    id: 'printed-line',
    description:
      'the rsync line as it is printed makes a folder in the folder: the new server starts, and lacks the whole history',
    expectFail: ['ticks', 'blocks', 'volume'],
    mayFail: UNTOLD,
    steps: printed,
    verify: lacks(judged => ({ history: wholeHistory(judged)! })),
  },
  {
    id: 'block-left-out',
    description: 'one block is not copied: the new server starts, and lacks exactly the ticks of that block',
    expectFail: ['ticks', 'blocks'],
    mayFail: UNTOLD,
    steps: spoiled({ name: 'leave a block out', beforeStart: leaveOut }),
    verify: lacks(judged => {
      const block = leftOut(judged)
      return block && { history: block.samples, scraped: 0, from: block.minTime }
    }),
  },
  {
    id: 'copy-of-running',
    description:
      'the copy of the running server is taken as final: the new server starts, and lacks what the old one stored after the copy',
    expectFail: ['ticks'],
    mayFail: [...UNTOLD, 'blocks'],
    steps: [
      {
        name: 'copy while it runs, start it on the new side, stop the old one',
        async run(t) {
          await copy(t)
          t.note('copied', Date.now())
          await read(t, 'copied', CLUSTER)
          await t.apply(running)
          await switchSource(t)
          await scrapes(t)
          await stopOld(t)
          await read(t, 'stopped', VM)
          await read(t, 'moved', CLUSTER)
        },
      },
    ],
    verify(judged) {
      const lost = lostIn(judged)
      const copied = judged.events.filter(e => e.type === 'fact').find(e => e.fact === 'copied')?.at ?? 0
      const after = before(judged)?.live.filter(s => s.at > copied).length
      if (!lost || after === undefined) return { notTold: 'nothing was read after the move' }
      if (lost.history > 0) return `${lost.history} ticks of the history are missing, too`
      // A scrape of the moment of the copy may be in it or not.
      const least = after * SERIES
      return lost.scraped >= least && lost.scraped <= least + 2 * SERIES && lost.from > copied - 2 * SCRAPE
        ? undefined
        : `${lost.scraped} scraped ticks are missing, where ${least} were predicted`
    },
  },
  {
    id: 'segment-cut-short',
    description:
      'the last segment of the WAL is cut in the middle of its records: the new server starts, repairs it, and lacks the newest ticks',
    expectFail: ['ticks'],
    mayFail: UNTOLD,
    steps: spoiled({
      name: 'cut the last segment short',
      async beforeStart(t) {
        const segment = await lastSegment(t)
        // A server that stops fills its last page with zeros: half of the file would be nothing but these.
        const records = (await readFile(segment)).findLastIndex(byte => byte !== 0)
        await truncate(segment, Math.floor(records / 2))
      },
    }),
    verify(judged) {
      const lost = lostIn(judged)
      const last = before(judged)?.live.at(-1)
      if (!lost || !last) return { notTold: 'nothing was read after the move' }
      return lost.history === 0 && lost.scraped > 0 && lost.to === last.at
        ? undefined
        : `${lost.history} ticks of the history are missing and ${lost.scraped} scraped ones until ${lost.to}, where the newest until ${last.at} were predicted`
    },
  },
  {
    id: 'wrong-side',
    description:
      'rsync --delete goes from the empty side to the full one: the new server starts, and lacks all that there was',
    expectFail: ['ticks', 'blocks'],
    mayFail: UNTOLD,
    steps: spoiled({
      name: 'delete on the wrong side',
      async copies(t) {
        await rm(dataOf(t), { recursive: true })
        await mkdir(dataOf(t))
        await copyPass(t, ['-a', '--delete', `${dataOf(t)}/`, dataOf(machine(t))])
      },
    }),
    verify: lacks(judged => ({
      history: wholeHistory(judged)!,
      scraped: before(judged)!.live.reduce((sum, s) => sum + s.series, 0),
    })),
  },
] as const satisfies Controls
