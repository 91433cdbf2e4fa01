import { mkdir, rm } from 'node:fs/promises'
import {
  type Actions,
  CLUSTER,
  copyPass,
  dataOf,
  METRIC,
  type Pass,
  running,
  SERIES,
  seriesOn,
  stopped,
  VM,
} from '../../harness/prometheus/index.ts'

/** The machine, where the server runs until it is moved. */
export const machine = (t: Actions) => t.place(VM)

/**
 * Waits until a server has stored a scrape from now on. A server that has started looks for targets when 5 s are over (discovery/manager.go), and no
 * setting shortens that.
 */
export async function scrapes(t: Actions): Promise<void> {
  const since = (Date.now() / 1000).toFixed(3)
  const scraped = async () => {
    const series = await seriesOn(t, `timestamp(${METRIC}) > ${since}`)
    return series === SERIES || `${series} series`
  }
  await t.expect('each series to have a new tick', scraped, { within: 15_000 })
}

/** Starts the server on the new side, and waits until it has stored a scrape of its own. */
export async function startNew(t: Actions): Promise<void> {
  await t.apply(running)
  await scrapes(t)
}

/** The trial leaves its own data on the disk: they are deleted with it. */
export async function endTrial(t: Actions): Promise<void> {
  await t.apply(stopped)
  await rm(dataOf(t), { recursive: true, force: true })
}

/** Copies what is in the folder of the machine's TSDB into that of the new side. */
export async function copy(t: Actions, ...more: string[]): Promise<Pass> {
  await mkdir(dataOf(t), { recursive: true })
  return copyPass(t, ['-a', '--delete', '--bwlimit=200M', ...more, `${dataOf(machine(t))}/`, dataOf(t)])
}

/** Stops the machine's server: what it has is on its disk then, and nothing is added any more. */
export const stopOld = (t: Actions): Promise<void> => machine(t).apply(stopped)

/** Waits until the head that was moved is in a block: the server has none of it in its head any more. */
export async function compacted(t: Actions): Promise<void> {
  const since = Date.now() / 1000
  const inBlock = async () => {
    const [oldest] = await t.observer.query('prometheus_tsdb_head_min_time_seconds{pod="prometheus-0"}')
    // An empty head begins at the end of time.
    return (
      (oldest !== undefined && oldest.value > since && oldest.value < since + 3600) ||
      `the head begins at ${oldest?.value ?? 'no time'}`
    )
  }
  await t.expect('what was in the head that was moved to be in a block', inBlock, { within: 90_000 })
}

/** Waits until the server on the new side has a block of what it has scraped itself. */
export const hasBlock = (t: Actions): Promise<void> =>
  t.expect(
    'the server to have made a block',
    async () => {
      const [blocks] = await t.observer.query('prometheus_tsdb_blocks_loaded{pod="prometheus-0"}')
      return (blocks?.value ?? 0) > 0 || 'it has none'
    },
    { within: 90_000 },
  )

/** Points the data source to the new side. */
export const switchSource = (t: Actions): Promise<void> => t.turn('data-source', CLUSTER)

/** Reads all that is stored on a side. */
export const read = (t: Actions, moment: string, side: string): Promise<void> =>
  t.turn('ticks', `read ${moment} on ${side}`)
