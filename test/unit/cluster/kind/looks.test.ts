import { expect, test } from 'vitest'
import { Looks } from '../../../../harness/cluster/kind/looks.ts'
import type { HistoryEvent } from '../../../../harness/history/events.ts'
import type { Clock } from '../../../../harness/util/clock.ts'

/** Looks each second, at a clock that stands still but for what a test lets pass, and all that they record. */
function watching() {
  const events: HistoryEvent[] = []
  let now = 0
  const clock: Clock = { now: () => now, sleep: async () => {} }
  const looks = new Looks({ record: event => events.push(event) }, 1000, clock)
  const lasting = (ms: number, ended: string[] = []) =>
    looks.take(async () => {
      now += ms
      return ended
    })
  const failing = (ms: number) =>
    looks.take(async () => {
      now += ms
      throw new Error('no answer')
    })
  const pass = (ms: number) => {
    now += ms
  }
  return { events, looks, lasting, failing, pass }
}
const unwatched = { type: 'unwatched', from: 10, interval: 1000 }

test('nothing is recorded while looks are good', async () => {
  const { events, lasting, pass } = watching()
  for (let i = 0; i < 5; i++) {
    await lasting(10, ['querier-0'])
    pass(1000)
  }
  expect(events).toEqual([])
})

test('each look that fails is recorded, and the first good one after it, with what ended since', async () => {
  const { events, lasting, failing, pass } = watching()
  await lasting(10)
  pass(1000)
  await expect(failing(40)).rejects.toThrow('no answer')
  pass(1000)
  await expect(failing(40)).rejects.toThrow('no answer')
  pass(1000)
  await lasting(10, ['querier-0'])
  await lasting(10)
  expect(events).toEqual([
    { ...unwatched, to: 1050, error: 'no answer' },
    { ...unwatched, to: 2090, error: 'no answer' },
    { ...unwatched, to: 3100, ended: ['querier-0'] },
  ])
})

test('a look that takes long is recorded when it is over, and while it hangs', async () => {
  const { events, looks, lasting, pass } = watching()
  await lasting(10)
  const { promise, resolve } = Promise.withResolvers<string[]>()
  const look = looks.take(() => promise)
  pass(1000)
  looks.tick(async () => [])
  pass(2000)
  looks.tick(async () => [])
  resolve([])
  await look
  expect(events).toEqual([
    { ...unwatched, to: 3010, error: 'a look is not answered' },
    { ...unwatched, to: 3010, ended: [] },
  ])
})
