import type { Answered } from '../history/verdict.ts'
import { GATEWAY, NO_POD } from '../util/pod-header.ts'
import { count } from './text.ts'

/** Pods that are named of each kind; the others are counted. */
const MOST = 4

/** Who answered requests that failed, in one line: `answered by store-0 (12), store-1 (3); no answer from store-2 (1)`. */
export function answeredText(answered: readonly Answered[]): string {
  const own = answered.filter(a => a.pod !== NO_POD && a.pod !== GATEWAY)
  const of = (pod: string) => answered.filter(a => a.pod === pod).reduce((sum, a) => sum + a.requests, 0)
  return [
    ...named(
      'answered by',
      own.filter(a => !a.unanswered),
    ),
    ...named(
      'no answer from',
      own.filter(a => a.unanswered),
    ),
    ...(of(NO_POD) > 0 ? [`refused by the gateway, since no pod was ready (${count(of(NO_POD))})`] : []),
    ...(of(GATEWAY) > 0 ? [`answered by the gateway, by an injected defect (${count(of(GATEWAY))})`] : []),
  ].join('; ')
}

function named(how: string, all: readonly Answered[]): string[] {
  if (all.length === 0) return []
  const pods = all.slice(0, MOST).map(a => `${a.pod} (${count(a.requests)})`)
  return [`${how} ${pods.join(', ')}${all.length > MOST ? `, and ${count(all.length - MOST)} more` : ''}`]
}
