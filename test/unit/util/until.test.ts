import { expect, test } from 'vitest'
import { DeadlineError } from '../../../harness/util/errors.ts'
import { done, notYet, until } from '../../../harness/util/until.ts'
import { FakeClock } from '../load/fake-clock.ts'

test('the value of the first look that is enough is returned, after as many waits as it took', async () => {
  const clock = new FakeClock(0)
  const looks: number[] = []
  const waiting = until(() => (looks.push(clock.now()) < 4 ? notYet(`look ${looks.length}`) : done('there')), {
    for: 'it to be there',
    deadline: 1000,
    clock,
  })
  await clock.pass(1000)
  expect([await waiting, looks]).toEqual(['there', [0, 100, 200, 300]])
})

test('there is one look even with no time at all', async () => {
  expect(await until(() => done(7), { for: 'it', deadline: 0 })).toBe(7)
})

test('the last look is at the deadline; the error says for what, how long, and what was seen', async () => {
  const clock = new FakeClock(0)
  const looks: number[] = []
  const seen: string[] = []
  const waiting = until(
    () => {
      looks.push(clock.now())
      return notYet(`${looks.length} looks`)
    },
    { for: 'it to be there', deadline: 250, every: 100, clock, onLook: text => void seen.push(text) },
  )
  const failed = expect(waiting).rejects.toThrow(
    new DeadlineError('waited 0.3 s for it to be there; last seen: 4 looks'),
  )
  await clock.pass(300)
  await failed
  expect([looks, seen]).toEqual([
    [0, 100, 200, 250],
    ['1 looks', '2 looks', '3 looks', '4 looks'],
  ])
})

test('a look that throws is not yet, with its reason and the cause', async () => {
  const cause = new Error('ECONNREFUSED')
  const look = () => Promise.reject(new Error('fetch failed', { cause }))
  await expect(until(look, { for: 'it', deadline: 0 })).rejects.toThrow(
    new DeadlineError('waited 0.0 s for it; last seen: fetch failed: ECONNREFUSED'),
  )
})

test('an abort ends the wait with its reason', async () => {
  const user = new AbortController()
  const waiting = until(() => notYet('nothing'), { for: 'it', deadline: 60_000, signal: user.signal })
  user.abort(new Error('interrupted'))
  await expect(waiting).rejects.toThrow(new Error('interrupted'))
  const late = until(() => done(1), { for: 'it', deadline: 1, signal: user.signal })
  await expect(late).rejects.toThrow(new Error('interrupted'))
})
