import { expect, test } from 'vitest'
import { capped, clock, counted, during, some, span } from '../../../harness/checks/explain.ts'
import { at, fault, step } from './histories.ts'

test('times, counts and lists', () => {
  expect([clock(at(1200.4)), span(0), span(299.6), span(999.7), span(2100), span(3_600_000)]).toEqual([
    '12:00:01.200',
    '0 ms',
    '300 ms',
    '1.000 s',
    '2.100 s',
    '3,600.000 s',
  ])
  expect([counted(0, 'read'), counted(1, 'read'), counted(12_345, 'read')]).toEqual([
    '0 reads',
    '1 read',
    '12,345 reads',
  ])
  expect([some([3, 13]), some([3, 13, 23, 33])]).toEqual(['3, 13', '3, 13, 23, ...'])
})

test('names every step and fault that overlaps, ends included', () => {
  const when = during([...step(0, 100), ...step(100, 200, 'roll zone-b'), ...fault(150, 300)])
  expect([when(at(50), at(60)), when(at(90), at(150)), when(at(400), at(500))]).toEqual([
    'during step "roll zone-a"',
    'during step "roll zone-a", step "roll zone-b", fault kill-pod#1 on ingester-0',
    'outside every step and fault',
  ])
})

test('people are shown 50 pieces of evidence, and told how many more there are', () => {
  const pieces = Array.from({ length: 60 }, (_, i) => ({ kind: 'lost', text: `sample ${i}` }))
  expect(capped(pieces.slice(0, 50))).toEqual(pieces.slice(0, 50))
  expect(capped(pieces)).toEqual([...pieces.slice(0, 50), { kind: 'more', text: 'and 10 more' }])
})
