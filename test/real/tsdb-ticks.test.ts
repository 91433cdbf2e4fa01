import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TsdbFiles } from '../../harness/prometheus/signals/ticks/tsdb-files.ts'
import { tsdbTicks } from '../../harness/prometheus/tsdb-ticks.ts'
import { resolveTool } from '../../harness/toolchain/resolve.ts'

const HOUR = 3_600_000
/** Two days until a moment that is a whole block of 162 h, so that the sizes of the blocks are known. */
const until = 3000 * 162 * HOUR
const made = { from: until - 48 * HOUR, until, step: 60_000, series: 3 }
const TICKS = 48 * 60

let folder: string
let files: TsdbFiles
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-tsdb-'))
  files = new TsdbFiles((await resolveTool(tsdbTicks)).path, folder, new AbortController().signal)
}, 300_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

const whole = (series: number) => ({ series: String(series), samples: TICKS, wrong: 0, holes: [] })

test('what is made is read back tick by tick, and a block that is gone is a hole of exactly its ticks', async () => {
  const data = join(folder, 'data')
  await files.make(data, made)
  const { blocks, history, live } = await files.read(data, made, 'made')
  const hours = blocks.map(b => Math.round((b.maxTime - b.minTime) / HOUR))
  expect({ hours, history, live }).toEqual({
    // Ending at an aligned moment, two days are blocks of 18 h, and of 6 and 2 where those do not fit.
    hours: [6, 6, 18, 18],
    history: [whole(0), whole(1), whole(2)],
    live: [],
  })
  const gone = blocks[1]!
  await rm(join(data, gone.ulid), { recursive: true })
  const after = await files.read(data, made, 'made')
  const hole = [gone.minTime, gone.maxTime - 1, gone.samples / 3]
  expect(after.history).toEqual([0, 1, 2].map(i => ({ ...whole(i), samples: TICKS - gone.samples / 3, holes: [hole] })))
  expect(after.blocks).toEqual(blocks.filter(b => b !== gone))
})

test('a folder without a TSDB has nothing, and one that is none is refused in words', async () => {
  const empty = await mkdtemp(join(folder, 'empty-'))
  expect(await files.read(empty, made, 'made')).toEqual({ blocks: [], history: null, live: [] })
  await expect(files.read(join(folder, 'nowhere'), made, 'all')).rejects.toThrow(/tsdb-ticks read failed: .*nowhere/)
  expect((await readdir(folder)).filter(name => name.startsWith('reading-'))).toEqual([])
})
