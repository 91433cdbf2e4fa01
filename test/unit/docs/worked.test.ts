import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { rulesOf, withoutLead } from '../../../docs/generate/rules.ts'
import { workedHistories } from '../../../docs/worked/index.ts'
import { linesOf } from '../../../docs/worked/lines.ts'
import { judged } from '../../../docs/worked/worked.ts'
import { pressed } from '../checks/cpu.ts'
import { all, at, end, fault, look, read, runOf, write } from '../checks/histories.ts'
import { pod } from '../checks/pod-events.ts'

/** A minute of reading. */
const MOST_LINES = 16

const verdictRules = readFileSync(new URL('../../../docs/verdict-rules.md', import.meta.url), 'utf8')
const leads = rulesOf(verdictRules).map(({ lead }) => lead)

describe('docs/verdict-rules.md and docs/worked', () => {
  test('each rule begins with bold words of its own', () => {
    expect(withoutLead(verdictRules)).toEqual([])
    expect(leads.filter((lead, i) => leads.indexOf(lead) !== i)).toEqual([])
  })

  test('each rule has a worked history, and each worked history names a rule', () => {
    const shown = new Set(workedHistories.map(({ rule }) => rule))
    expect({
      'rules without a history in docs/worked': leads.filter(lead => !shown.has(lead)),
      'histories of no rule': [...shown].filter(rule => !leads.includes(rule)),
    }).toEqual({ 'rules without a history in docs/worked': [], 'histories of no rule': [] })
  })

  test('a history is read in a minute', () => {
    const long = workedHistories.filter(({ run, history }) => linesOf(run, history).length > MOST_LINES)
    expect(long.map(({ rule, what }) => `${rule}: ${what}`)).toEqual([])
  })
})

test('rules are bullets and paragraphs that begin with bold words', () => {
  const page =
    '# Rules\n\nA word before.\n\n## Samples\n\n- **Lost**: acked,\n  and gone.\n- Nameless.\n\n**A gap** is\nlong.\n'
  expect(rulesOf(page)).toEqual([
    { section: 'Samples', lead: 'Lost', text: '**Lost**: acked, and gone.' },
    { section: 'Samples', lead: 'A gap', text: '**A gap** is long.' },
  ])
  expect(withoutLead(page)).toEqual(['Nameless.'])
})

describe('a worked history', () => {
  const lost = {
    ...{ rule: 'Lost', what: 'One sample is gone.', run: runOf(), check: 'loss' as const },
    history: [write(0), write(1), read(2500, [all([0, 0])], { path: 'final' }), end(3000)],
  }

  test('shows what the judge says', () => {
    expect(judged({ ...lost, verdict: 'invalid' })).toEqual({
      findings: [
        {
          check: 'loss',
          verdict: 'invalid',
          summary: '2 of 4 acked samples lost: each was read at least once after its ack; 1 read',
          evidence: [
            'tenant-a stripe 0: 2 samples of all 2 series at 12:00:01.000, acked and gone: 2 acked, 0 found; never seen, missing since the final read of 12:00:02.500; written outside every step and fault',
          ],
        },
      ],
      told: [],
    })
  })

  test('that declares another verdict makes no page', () => {
    expect(() => judged({ ...lost, verdict: 'valid' })).toThrow(
      'docs/worked, "Lost" (One sample is gone.): expected loss to be valid, got invalid: 2 of 4 acked samples lost',
    )
    expect(() => judged({ ...lost, check: 'gates', verdict: 'invalid' })).toThrow(
      'expected gates to be invalid, got none: nothing',
    )
    expect(() => judged({ ...lost, verdict: 'invalid', excludes: 'gaps' })).toThrow(
      'docs/worked, "Lost": expected bounds of "gaps", got none',
    )
  })
})

describe('the lines of a history', () => {
  test('what says the same one after the other is one line, as are stripes that go on at the same time', () => {
    const stripe = (stripe: number, ...ticks: number[]) => ticks.map(tick => write(tick, { stripe }))
    const slow = write(3, { end: at(3400) })
    const failed = write(4, { outcome: 'unknown', status: 503, error: 'no healthy upstream' })
    const events = [
      ...stripe(0, 0, 1, 2),
      ...stripe(1, 0, 1, 2),
      slow,
      failed,
      pod(2600, 'killed'),
      ...fault(5000, 6000),
    ]
    expect(linesOf(runOf(), [...events, read(6500, [all([0, 2])], { path: 'final' }), end(7000)])).toEqual([
      '12:00:00.000  write to tenant-a, stripes 0, 1, 3 times each until 12:00:02.500: acked, within 10 ms',
      '12:00:02.600  ingester-0: killed',
      '12:00:03.000  write to tenant-a, stripe 0: acked, after 400 ms',
      '12:00:04.000  write to tenant-a, stripe 0: unknown (503 no healthy upstream), after 10 ms',
      '12:00:05.000  fault kill-pod#1 on ingester-0 begins',
      '12:00:05.010  fault kill-pod#1 on ingester-0 took effect, proved: pid 7 is gone',
      '12:00:05.990  fault kill-pod#1 on ingester-0 is ended',
      '12:00:06.000  fault kill-pod#1 on ingester-0 recovered, proved: ingester-0 is ACTIVE',
      '12:00:06.500  final read of tenant-a, stripe 0: has samples of 12:00:00.000 to 12:00:02.000',
      '12:00:07.000  the run is over, completed',
    ])
  })

  test('a pause begins a new line', () => {
    const events = [0, 100, 200, 900, 1000].map(ms => look(ms, 'labels'))
    expect(linesOf(runOf(), [...events, ...pressed(2000, 2200), ...pressed(3000, 3100)])).toEqual([
      '12:00:00.000  labels read of tenant-a, 3 times until 12:00:00.200: answered',
      '12:00:00.900  labels read of tenant-a, 2 times until 12:00:01.000: answered',
      '12:00:02.000  programs wait for a CPU 90 of each 100 ms until 12:00:02.200: the kernel does not tell who has it',
      '12:00:03.000  programs wait for a CPU 90 of each 100 ms until 12:00:03.100: the kernel does not tell who has it',
    ])
  })

  test('an event that nobody has words for is refused, and not left out', () => {
    expect(() => linesOf(runOf(), [{ type: 'fact', fact: 'x', at: at(0), value: 1 }])).toThrow(
      'docs/worked/describe.ts: expected words for the event "fact", got none',
    )
  })
})
