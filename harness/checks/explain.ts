import type { HistoryEvent } from '../history/events.ts'
import type { Evidence } from '../history/verdict.ts'
import { faultsOf, stepsOf } from './timeline.ts'

/** Time of day in UTC with milliseconds, as logs give it: `12:00:01.200`. */
export const clock = (ms: number): string => new Date(Math.round(ms)).toISOString().slice(11, 23)

/** `12,345` */
export const count = (n: number): string => n.toLocaleString('en-US')

/** `1 sample`, `12,345 samples` */
export const counted = (n: number, noun: string): string => `${count(n)} ${noun}${n === 1 ? '' : 's'}`

/** A length of time, to the millisecond: `300 ms`, `2.100 s`. */
export function span(length: number): string {
  const ms = Math.round(length)
  return ms < 1000 ? `${ms} ms` : `${count(Math.floor(ms / 1000))}.${String(ms % 1000).padStart(3, '0')} s`
}

const MOST = 50

/** The first 50 pieces of evidence; the rest are counted, not told. */
export const capped = (evidence: Evidence[]): Evidence[] =>
  evidence.length <= MOST
    ? evidence
    : [...evidence.slice(0, MOST), { kind: 'more', text: `and ${count(evidence.length - MOST)} more` }]

/** The first few of a list, for a sentence: `3, 13, 23, ...`. */
export const some = (items: readonly (string | number)[], most = 3): string =>
  items.slice(0, most).join(', ') + (items.length > most ? ', ...' : '')

/** The words of a sentence; the name of a pod is one. */
export const wordsOf = (sentence: string): string[] => sentence.match(/[\w-]+/g) ?? []

/** What went on between two moments: `during step "roll zone-a", fault kill-pod#1 on store-0`. */
export type During = (from: number, to: number) => string

/** Names the steps and faults that overlap a stretch of time. */
export function during(events: readonly HistoryEvent[]): During {
  const timeline = [
    ...stepsOf(events).map(s => ({ ...s, text: `step "${s.step}"` })),
    ...faultsOf(events).map(f => ({ ...f, text: `fault ${f.id} on ${f.pods.join(', ')}` })),
  ]
  return (from, to) => {
    const names = timeline.filter(c => c.from <= to && c.to >= from).map(c => c.text)
    return names.length === 0 ? 'outside every step and fault' : `during ${names.join(', ')}`
  }
}
