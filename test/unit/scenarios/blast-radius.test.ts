import { expect, test } from 'vitest'
import type { ToldTable } from '../../../harness/history/events.ts'
import type { Actions } from '../../../harness/mimir/index.ts'
import { tellBlastRadius } from '../../../scenarios/noisy-neighbour/blast-radius.ts'

const calm = [
  { tenant: 'apart', ok: 300, failed: 0, median: 5, longestGap: 0 },
  { tenant: 'sharer', ok: 300, failed: 0, median: 5, longestGap: 0 },
]

const predict = (tenant: string) => ({ shared: tenant === 'sharer' ? ['ingester-0'] : [], isHit: tenant === 'sharer' })

function told(...flood: { ok: number; failed: number; median: number | undefined }[]) {
  const tables: ToldTable[] = []
  const t = { tell: (table: ToldTable) => void tables.push(table) } as unknown as Actions
  const seen = flood.map((own, i) => ({ tenant: calm[i]!.tenant, longestGap: 0, ...own }))
  const asPredicted = tellBlastRadius(t, 'writes', predict, [calm, seen])
  return { asPredicted, rows: tables[0]!.rows }
}

test('who fails, or takes twice as long, is hit; what is below the period of a CPU limit is all the same', () => {
  const fine = { ok: 300, failed: 0, median: 90 }
  expect(told(fine, { ok: 299, failed: 1, median: 5 })).toEqual({
    asPredicted: true,
    rows: [
      ['apart', 'nothing', 'goes on', 'goes on', '0 of 300', '5 ms', '90 ms'],
      ['sharer', 'ingester-0', 'hit', 'hit', '1 of 300', '5 ms', '5 ms'],
    ],
  })
  expect(told(fine, { ok: 300, failed: 0, median: 200 }).asPredicted).toBe(true)
  expect(told(fine, { ok: 0, failed: 300, median: undefined }).asPredicted).toBe(true)
})

test('it is said who is hit and should not be, and who is spared', () => {
  const { asPredicted } = told({ ok: 300, failed: 0, median: 240 }, { ok: 300, failed: 0, median: 5 })
  expect(asPredicted).toBe('apart: 0 of 300 failed, 2.4 times as slow, sharer: 0 of 300 failed, 1.0 times as slow')
})
