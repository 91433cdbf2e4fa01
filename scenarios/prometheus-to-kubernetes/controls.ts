import { mkdir, readdir, readFile, rm, stat, symlink, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import type { CheckName, HistoryEvent, Judged } from '../../harness/index.ts'
import {
  type Actions,
  CLUSTER,
  type Controls,
  copyPass,
  dataOf,
  diskOf,
  running,
  SCRAPE,
  SERIES,
  type ServerTopology,
  stopped,
  VM,
} from '../../harness/prometheus/index.ts'
import { copy, hasBlock, machine, read, scrapes, startNew, stopOld, switchSource } from './acts.ts'
import { lacks, lostIn, refuses } from './lost.ts'
import { printed } from './printed.ts'
import { spoiled } from './spoiled.ts'

/** Nothing was restarted before, and what comes after the first reading is left out: these can not tell. */
const UNTOLD: readonly CheckName[] = ['cut-over', 'evaluations', 'coverage', 'availability']

type Reading = Extract<HistoryEvent, { type: 'reading' }>

/** What was stored on the machine when its server had stopped. */
const before = ({ events }: Pick<Judged, 'events'>): Reading | undefined =>
  events.filter(e => e.type === 'reading').find(r => r.moment === 'stopped')

/** All ticks of the history. */
const wholeHistory = (judged: Judged): number | undefined =>
  before(judged)?.history?.reduce((sum, h) => sum + h.samples, 0)

/** Ticks of the blocks of the history that end so long (ms) before the newest block, or earlier. */
function olderThan(judged: Judged, ms: number): number | undefined {
  const blocks = before(judged)?.blocks
  if (!blocks) return undefined
  const newest = Math.max(...blocks.map(b => b.maxTime))
  return blocks.filter(b => newest - b.maxTime >= ms).reduce((sum, b) => sum + b.samples, 0)
}

const DAYS_15 = 15 * 86_400_000

/** Starts the new server with settings of its own. */
const withSettings =
  (settings: Partial<ServerTopology>) =>
  (t: Actions): Promise<void> =>
    t.apply(topology => ({ ...topology, ...settings }))

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

export const controls = [
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
    id: 'retention-by-time',
    description:
      'the retention flag is forgotten, so 15 days are kept: the new server starts, and deletes every block that ends 15 days before the newest',
    expectFail: ['ticks'],
    mayFail: UNTOLD,
    steps: spoiled({ name: 'forget the retention', beforeStart: withSettings({ retention: '15d' }) }),
    verify: lacks(judged => ({ history: olderThan(judged, DAYS_15)!, scraped: 0 })),
  },
  {
    id: 'retention-by-size',
    description:
      'the limit of the size is smaller than head and WAL, which are counted first: the new server starts, and deletes every block without an error',
    expectFail: ['ticks'],
    mayFail: UNTOLD,
    steps: spoiled({ name: 'limit the size', beforeStart: withSettings({ retentionSize: '50KB' }) }),
    verify: lacks(judged => ({ history: wholeHistory(judged)!, scraped: 0 })),
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
