import { expect, test } from 'vitest'
import { atRandom, evenly, keepTime } from '../../../harness/load/schedule.ts'
import { FakeClock } from './fake-clock.ts'

test('beats come at their absolute times, and end with the signal', async () => {
  const clock = new FakeClock(1000)
  const stop = new AbortController()
  const fired: string[] = []
  const beat = (name: string, first: number, every: number) => ({
    at: evenly(first, every),
    fire: (due: number) => fired.push(`${name} ${due} at ${clock.now()}`),
  })
  const running = keepTime([beat('a', 1000, 100), beat('b', 1050, 150)], clock, stop.signal)
  await clock.pass(300)
  expect(fired.splice(0)).toEqual([
    'a 1000 at 1000',
    'b 1050 at 1050',
    'a 1100 at 1100',
    'a 1200 at 1200',
    'b 1200 at 1200',
    'a 1300 at 1300',
  ])
  stop.abort()
  await running
  await clock.pass(1000)
  expect(fired).toEqual([])
})

test('times missed by a blocked event loop are made up for, and the rhythm stays', async () => {
  const clock = new FakeClock(0)
  const stop = new AbortController()
  const fired: string[] = []
  const fire = (due: number) => fired.push(`${due} at ${clock.now()}`)
  const running = keepTime([{ at: evenly(0, 100), fire }], clock, stop.signal)
  await clock.pass(50)
  clock.block(270)
  await clock.pass(100)
  expect(fired).toEqual(['0 at 0', '100 at 320', '200 at 320', '300 at 320', '400 at 400'])
  stop.abort()
  await running
})

test('at random: once in each interval, at a moment that was drawn for it', () => {
  const moments = [0.5, 0, 0.75]
  const at = atRandom(1000, 100, n => moments[n]!)
  expect([0, 1, 2].map(at)).toEqual([1050, 1100, 1275])
})
