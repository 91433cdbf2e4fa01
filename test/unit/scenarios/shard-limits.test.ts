import { expect, test } from 'vitest'
import type { HistoryEvent } from '../../../harness/index.ts'
import { onlyOneFailed, TOO_SMALL } from '../../../scenarios/shard-limits/failed.ts'
import { ROLES } from '../../../scenarios/shard-limits/sizes.ts'

const time = { type: 'fact', at: 0, fact: TOO_SMALL, value: { from: 1000, to: 2000 } } as HistoryEvent
const REASON = '500 send data to ingesters: at least 2 live replicas required, could only find 1'
const failing = ROLES.indexOf('few')

const write = (tenant: number, outcome: string, error?: string) =>
  ({ type: 'write', tenant, outcome, start: 1100, end: 1200, error }) as HistoryEvent
const read = (tenant: number, outcome: string) =>
  ({ type: 'read', path: 'instant', tenant, outcome, start: 1100, end: 1200 }) as HistoryEvent

const others = ROLES.flatMap((_, i) => (i === failing ? [] : [write(i, 'acked'), read(i, 'ok')]))

test('all of one tenant failed for that reason, and nothing of others', () => {
  const events = [time, ...others, write(failing, 'failed', REASON), read(failing, 'failed')]
  expect(onlyOneFailed({ events }, 'few')).toBeUndefined()
})

test('another reason, another tenant, a write that went through, or nothing at all contradicts it', () => {
  const failed = [write(failing, 'failed', REASON), read(failing, 'failed')]
  const told = (...events: HistoryEvent[]) => onlyOneFailed({ events }, 'few')
  expect(told(time, ...others, write(failing, 'failed', '500 no'), read(failing, 'failed'))).toContain(
    'no write failed',
  )
  expect(told(time, ...others, ...failed, write(0, 'failed'))).toBe('1 of 2 writes of off failed')
  expect(told(time, ...others, ...failed, write(failing, 'acked'))).toBe('1 of 2 writes of few failed')
  expect(told(time, ...others, write(failing, 'failed', REASON))).toBe('0 of 0 reads of few failed')
  expect(told(...others, ...failed)).toContain('no shard was too small')
})
