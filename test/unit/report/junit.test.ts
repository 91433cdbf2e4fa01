import { expect, test } from 'vitest'
import { junit } from '../../../harness/report/junit.ts'
import { sampleControl, sampleRun, sampleVerdict } from './sample-run.ts'

/** A verdict with one piece of evidence a finding, so that the whole file can be read here. */
const short = {
  ...sampleVerdict,
  findings: sampleVerdict.findings.map(f => ({ ...f, evidence: f.evidence.slice(0, 1) })),
}

test('a test case a check: invalid is a failure, unknown an error', () => {
  expect(junit(sampleRun, short)).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="mimir-gauntlet" tests="4" failures="1" errors="1" skipped="0" time="31.700">
      <testsuite name="rolling-restart" tests="4" failures="1" errors="1" skipped="0" time="31.700" timestamp="2026-11-22T02:30:00.000Z">
        <properties>
          <property name="verdict" value="invalid"/>
          <property name="version.mimir" value="3.0.1 (aced80d)"/>
          <property name="version.prometheus" value="3.5.0"/>
          <property name="version.gauntlet" value="0.1.0"/>
          <property name="provider" value="process"/>
          <property name="pace" value="fast"/>
          <property name="seed" value="7"/>
          <property name="repeat" value="npm run scenario -- run rolling-restart --seed 7"/>
        </properties>
        <testcase name="loss" classname="rolling-restart" time="0"/>
        <testcase name="availability" classname="rolling-restart" time="0">
          <failure message="Writes were down for 1.50 s (±100 ms) at worst; 250 ms are allowed." type="invalid">window: writes of tenant-a: no success from 02:30:14.100 to 02:30:15.600: down for 1.300 s to 1.500 s, 250 ms allowed; 14 operations failed, most often &quot;503 at least 2 live replicas required, could only find 1&quot; (14); during step &quot;roll zone-b&quot;, fault kill-pod#1 on ingester-zone-c-0</failure>
        </testcase>
        <testcase name="isolation" classname="rolling-restart" time="0">
          <error message="tenant-c sent too few reads to compare: 17 of 20." type="unknown">few: tenant-c: 17 range reads were answered, 20 are needed</error>
        </testcase>
        <testcase name="gates" classname="rolling-restart" time="0"/>
        <system-out>loss: valid: 0 of 1,148,000 acked samples lost, 0 corrupt, 0 duplicate; every one was read.
    availability: invalid: Writes were down for 1.50 s (±100 ms) at worst; 250 ms are allowed.
      window: writes of tenant-a: no success from 02:30:14.100 to 02:30:15.600: down for 1.300 s to 1.500 s, 250 ms allowed; 14 operations failed, most often &quot;503 at least 2 live replicas required, could only find 1&quot; (14); during step &quot;roll zone-b&quot;, fault kill-pod#1 on ingester-zone-c-0
    isolation: unknown: tenant-c sent too few reads to compare: 17 of 20.
      few: tenant-c: 17 range reads were answered, 20 are needed
    gates: valid: 2 of 2 gates held.
      gate: ring-healthy held after 3.20 s</system-out>
      </testsuite>
    </testsuites>
    "
  `)
})

test('a control that is red for its stated reason passes', () => {
  const { run, verdict } = sampleControl
  expect(junit(run, { ...verdict, findings: [] })).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="mimir-gauntlet" tests="1" failures="0" errors="0" skipped="0" time="31.700">
      <testsuite name="rolling-restart (control two-zones-at-once)" tests="1" failures="0" errors="0" skipped="0" time="31.700" timestamp="2026-11-22T02:30:00.000Z">
        <properties>
          <property name="verdict" value="invalid"/>
          <property name="version.mimir" value="3.0.1 (aced80d)"/>
          <property name="version.prometheus" value="3.5.0"/>
          <property name="version.gauntlet" value="0.1.0"/>
          <property name="provider" value="process"/>
          <property name="pace" value="fast"/>
          <property name="seed" value="7"/>
          <property name="repeat" value="npm run scenario -- run rolling-restart --seed 7"/>
        </properties>
        <testcase name="control two-zones-at-once is red for its stated reason" classname="rolling-restart" time="0"/>
        <system-out/>
      </testsuite>
    </testsuites>
    "
  `)
})

test('a control that came out otherwise fails', () => {
  const asExpected = { met: false, expected: 'invalid, by loss: <all of it>', got: 'the verdict is valid' }
  const cases = junit(sampleControl.run, { ...sampleControl.verdict, asExpected, findings: [], steps: [] }).split('\n')
  expect(cases.filter(line => /testsuite |testcase|failure/.test(line)).join('\n')).toMatchInlineSnapshot(`
    "<testsuites name="mimir-gauntlet" tests="1" failures="1" errors="0" skipped="0" time="0.000">
      <testsuite name="rolling-restart (control two-zones-at-once)" tests="1" failures="1" errors="0" skipped="0" time="0.000" timestamp="2026-11-22T02:30:00.000Z">
        <testcase name="control two-zones-at-once is red for its stated reason" classname="rolling-restart" time="0">
          <failure message="expected invalid, by loss: &lt;all of it&gt;; got the verdict is valid" type="not as expected"/>
        </testcase>"
  `)
})

test('a control whose outcome nobody compared is an error', () => {
  const { asExpected: _, ...verdict } = sampleControl.verdict
  const cases = junit(sampleControl.run, { ...verdict, findings: [] }).split('\n')
  expect(cases.filter(line => /testcase|<error/.test(line)).join('\n')).toMatchInlineSnapshot(`
    "    <testcase name="control two-zones-at-once is red for its stated reason" classname="rolling-restart" time="0">
          <error message="what the control declares was not compared with what came out" type="not told"/>
        </testcase>"
  `)
})

test('a run without a finding is an error, not an empty success', () => {
  const cases = junit(sampleRun, { ...sampleVerdict, verdict: 'unknown', findings: [] }).split('\n')
  expect(cases.filter(line => /testsuite |testcase|<error/.test(line)).join('\n')).toMatchInlineSnapshot(`
    "  <testsuite name="rolling-restart" tests="1" failures="0" errors="1" skipped="0" time="31.700" timestamp="2026-11-22T02:30:00.000Z">
        <testcase name="verdict" classname="rolling-restart" time="0">
          <error message="the verdict is unknown, though no check says so" type="unknown"/>
        </testcase>"
  `)
})
