import { expect, test } from 'vitest'
import { moveTable } from '../../../harness/prometheus/signals/ticks/move-table.ts'
import { made, reading, scraped } from './moved.ts'

test('a move in a row: its gap, what it lost, and the disk that it takes twice', () => {
  const before = reading('stopped', 20, { live: scraped(1, 20) })
  const after = reading('moved', 30, { live: [...scraped(1, 18), ...scraped(26, 30)], history: null })
  const { heads, rows } = moveTable(made, before, after)
  expect(Object.fromEntries(heads.map((head, i) => [head, rows[0]![i]]))).toEqual({
    '#gap': '6.000 s',
    '#scrapes missed': '5',
    '#lost of the history': '8',
    '#lost of the scraped': '40',
    '#foreign': '0',
    '#replay': '500 ms',
    '#on both disks': '0.0 MB',
  })
})
