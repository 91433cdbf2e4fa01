import { expect, test } from 'vitest'
import {
  notRunLine,
  notRunText,
  type RowNotRun,
  type SuiteRow,
  suiteTable,
} from '../../../harness/report/suite-table.ts'
import { sampleControl, sampleVerdict } from './sample-run.ts'

type RowRan = Extract<SuiteRow, { outcome: 'ran' }>

const row = (scenario: string, more: Partial<RowRan>): RowRan => ({
  outcome: 'ran',
  scenario,
  control: undefined,
  details: '',
  verdict: { ...sampleVerdict, verdict: 'valid' },
  cameOut: 'as expected',
  seconds: 41.3,
  ...more,
})

const notRun = (scenario: string, control?: string): RowNotRun => ({
  outcome: 'not run',
  scenario,
  control,
  details: '',
  why: 'it cuts pods off from each other, and there is no ip on PATH',
  fix: 'install iproute2',
})

test('a suite: one row a run, and what came out otherwise than declared', () => {
  const rows = [
    row('ingester-kill', {}),
    row('ingester-kill', { control: 'two-zones-at-once', verdict: sampleControl.verdict, seconds: 38.2 }),
    row('rolling-restart', { verdict: sampleVerdict, cameOut: 'not as expected', seconds: 95 }),
    row('ingester-pause', { control: 'stalled', verdict: sampleControl.verdict, cameOut: 'not told' }),
    notRun('zone-partition'),
  ]
  expect(suiteTable(rows)).toMatchInlineSnapshot(`
    "scenario         control            verdict    as expected  time
    ingester-kill    –                  ✓ valid    ✓ yes        41.3 s
    ingester-kill    two-zones-at-once  ✗ invalid  ✓ yes        38.2 s
    rolling-restart  –                  ✗ invalid  ✗ no         1 m 35 s
    ingester-pause   stalled            ✗ invalid  ? not told   41.3 s
    zone-partition   –                  ? not run  –            –

    ✗ 1 of 4 runs not as expected, 1 not told, 1 not run (3 m 36 s)
    "
  `)
})

test('a suite that is all right, one with something that was not run, and one of nothing else', () => {
  expect(suiteTable([row('ingester-kill', {})])).toMatchInlineSnapshot(`
    "scenario       control  verdict  as expected  time
    ingester-kill  –        ✓ valid  ✓ yes        41.3 s

    ✓ 1 run, every one as expected (41.3 s)
    "
  `)
  expect(suiteTable([row('ingester-kill', {}), notRun('zone-partition')])).toMatchInlineSnapshot(`
    "scenario        control  verdict    as expected  time
    ingester-kill   –        ✓ valid    ✓ yes        41.3 s
    zone-partition  –        ? not run  –            –

    ? 1 run, every one as expected, 1 not run (41.3 s)
    "
  `)
  expect(suiteTable([notRun('zone-partition')])).toMatchInlineSnapshot(`
    "scenario        control  verdict    as expected  time
    zone-partition  –        ? not run  –            –

    ? nothing was run
    "
  `)
})

test('a suite with a control that the machine was too busy for is not red', () => {
  const untold = row('ingester-pause', { control: 'stalled', verdict: sampleControl.verdict, cameOut: 'not told' })
  expect(suiteTable([row('ingester-kill', {}), untold])).toMatchInlineSnapshot(`
    "scenario        control  verdict    as expected  time
    ingester-kill   –        ✓ valid    ✓ yes        41.3 s
    ingester-pause  stalled  ✗ invalid  ? not told   41.3 s

    ? 2 runs, 1 not told (1 m 23 s)
    "
  `)
})

test('what was not run, one line for each reason, with the cure', () => {
  const rows = [
    notRun('zone-partition'),
    notRun('zone-partition', 'two-zones-cut-off'),
    { ...notRun('read-write-migration'), details: ' as documented', why: 'it has names, and there is no ip on PATH' },
  ]
  expect(notRunText(rows)).toMatchInlineSnapshot(`
    "? not run  zone-partition, zone-partition/two-zones-cut-off: it cuts pods off from each other, and there is no ip on PATH: install iproute2
    ? not run  read-write-migration as documented: it has names, and there is no ip on PATH: install iproute2
    "
  `)
  expect(notRunText([])).toBe('')
  expect(JSON.parse(notRunLine(rows[1]!))).toEqual({
    type: 'not run',
    scenario: 'zone-partition',
    control: 'two-zones-cut-off',
    details: '',
    why: 'it cuts pods off from each other, and there is no ip on PATH',
    fix: 'install iproute2',
  })
})
