import { expect, test } from 'vitest'
import { systemClock } from '../../../harness/util/clock.ts'

test('it tells the wall time, and never goes back', () => {
  expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1000)
  const times = Array.from({ length: 1000 }, () => systemClock.now())
  expect(times.toSorted((a, b) => a - b)).toEqual(times)
})

test('a sleep takes its time', async () => {
  const begin = systemClock.now()
  await systemClock.sleep(30)
  // A timer may fire a millisecond early, and any time late.
  expect(systemClock.now() - begin).toBeGreaterThan(28)
})

test('an abort ends a sleep at once, whether it comes before or during it', async () => {
  const user = new AbortController()
  const sleeping = systemClock.sleep(60_000, user.signal)
  user.abort(new Error('interrupted'))
  await expect(sleeping).rejects.toThrow(new Error('interrupted'))
  await expect(systemClock.sleep(60_000, user.signal)).rejects.toThrow(new Error('interrupted'))
})
