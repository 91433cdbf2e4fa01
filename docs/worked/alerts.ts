import type { HistoryEvent } from '../../harness/history/events.ts'
import {
  alertmanagers,
  answers,
  before,
  looks,
  notifications,
  notified,
  said,
  setup,
} from '../../test/unit/checks/alerting.ts'
import { at, fault, runOf } from '../../test/unit/checks/histories.ts'
import type { Worked } from './worked.ts'

const run = runOf({ signals: ['alerts'] })
const example = (rule: string, what: string, verdict: Worked['verdict'], history: HistoryEvent[]): Worked => ({
  ...{ rule, what, run, history: [{ ...setup, at: at(-12_000) }, ...history], check: 'alerts', verdict },
})
const alertmanager = (ms: number): HistoryEvent => ({
  ...{ type: 'pod', pod: 'alertmanager-0', component: 'alertmanager', phase: 'ready', at: at(ms) },
})

export const alertRules: Worked[] = [
  example('Alerts', 'Notifications end. The next one was due after 10 s, and may be late by another 26 s.', 'invalid', [
    notified(-1000),
    notified(9000),
    ...looks(50),
  ]),
  example(
    'Alerts',
    'A ruler hands its groups over, and the alert with `for` begins anew: it forgot since when its condition holds.',
    'invalid',
    [
      ...notifications,
      ...alertmanagers(30),
      ...answers(30, ms => (ms < 8000 ? said(ms, before) : said(ms, 8500, ms < 20_000 ? 'pending' : 'firing'))),
    ],
  ),
  example('A silence', 'While a pod is killed the silence is gone for a second.', 'invalid', [
    ...fault(3000, 5000),
    ...notifications,
    ...looks(30, ms => (ms >= 4000 && ms < 5000 ? { silence: false, silenced: 'active' } : {})),
  ]),
  example('A notification', 'It comes again after 40 ms, just after an Alertmanager was made.', 'valid', [
    ...notifications,
    alertmanager(10),
    notified(9040),
    ...looks(30),
  ]),
  example('A notification', 'It comes again after 5 s, and no Alertmanager has changed.', 'invalid', [
    ...[-1000, 9000, 14_000, 24_100].map(ms => notified(ms)),
    ...looks(30),
  ]),
]
