import { expect, test } from 'vitest'
import type { HistoryEvent } from '../../../harness/history/events.ts'
import { type Condition, expectTrue } from '../../../harness/scenario/expect.ts'
import { FakeClock } from '../load/fake-clock.ts'

/** What becomes of an expectation with these answers, one a look, the last one for ever: how it ends, and what is recorded. */
async function ask(answers: readonly (true | string | Error)[], within = 0) {
  const events: HistoryEvent[] = []
  const clock = new FakeClock(0)
  let looks = 0
  const condition: Condition = async () => {
    const answer = answers[Math.min(looks++, answers.length - 1)]!
    if (answer instanceof Error) throw answer
    return answer
  }
  const asking = expectTrue('the ring to hold 6 members', condition, {
    recorder: { record: e => void events.push(e) },
    signal: new AbortController().signal,
    within,
    clock,
  }).then(
    () => 'met',
    thrown => thrown.message,
  )
  await clock.pass(within)
  const ended = await asking
  return { ended, recorded: events.map(e => (e.type === 'expectation' ? { met: e.met, seen: e.seen } : e)) }
}

test('met, at once or within its time', async () => {
  const met = { ended: 'met', recorded: [{ met: true, seen: undefined }] }
  expect(await ask([true])).toEqual(met)
  expect(await ask(['3 members', new Error('ECONNREFUSED'), true], 1000)).toEqual(met)
})

test('not met: both what was expected and what was seen are told', async () => {
  expect(await ask(['3 members'], 1000)).toEqual({
    ended: 'expected the ring to hold 6 members; seen: 3 members',
    recorded: [{ met: false, seen: '3 members' }],
  })
})

test('what could not be asked is no outcome, whatever was seen before', async () => {
  const unasked = { ended: 'expected the ring to hold 6 members, which could not be asked: ', recorded: [] }
  expect(await ask([new Error('ECONNREFUSED')])).toEqual({
    ...unasked,
    ended: `${unasked.ended}waited 0.0 s for the ring to hold 6 members; last seen: ECONNREFUSED`,
  })
  const { recorded } = await ask(['3 members', new Error('ECONNREFUSED')], 1000)
  expect(recorded).toEqual([])
})
