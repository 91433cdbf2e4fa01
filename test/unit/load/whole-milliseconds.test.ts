import { expect, test } from 'vitest'
import { instant } from '../../../harness/mimir/signals/reads/sample-reads.ts'
import { dataset } from '../checks/kinds-model.ts'

test('instant probes look back by whole milliseconds, however far apart they are: Prometheus takes no others', () => {
  const queries = Array.from({ length: 80 }, (_, n) => {
    const question = instant.ask(dataset, 0, { n, now: dataset.epoch + 500_000.25, spacing: 228.571 })
    return new URL(question?.url ?? '', 'http://gateway').searchParams.get('query') ?? ''
  })
  expect(queries.filter(query => query.includes('.'))).toEqual([])
  expect(queries.filter(query => !/\[\d+ms\]$/.test(query) && query !== '')).toEqual([])
})
