import type { RunInfo } from '../history/run-info.ts'
import { cameOut, type Finding, type VerdictFile } from '../history/verdict.ts'
import { answeredText } from './answered-text.ts'
import { detailsOf } from './run-name.ts'
import { type Element, xml } from './xml.ts'

/**
 * junit.xml: one test suite a run, one test case a check. invalid is a failure, unknown an error. A control is one test case: it passes when
 * it came out red for the reason it states, and its findings are the suite's output.
 */
export function junit(run: RunInfo, verdict: VerdictFile): string {
  const suite = run.scenario + detailsOf(run)
  const cases = run.control === undefined ? checksOf(run, verdict) : [controlCase(run, run.control, verdict)]
  const counted = {
    tests: cases.length,
    failures: cases.filter(c => names(c).includes('failure')).length,
    errors: cases.filter(c => names(c).includes('error')).length,
    skipped: 0,
    time: verdict.steps.reduce((sum, s) => sum + s.seconds, 0).toFixed(3),
  }
  return xml({
    name: 'testsuites',
    attributes: { name: 'mimir-gauntlet', ...counted },
    content: [
      {
        name: 'testsuite',
        attributes: { name: suite, ...counted, timestamp: new Date(run.startedAt).toISOString() },
        content: [
          { name: 'properties', content: properties(run, verdict) },
          ...cases,
          { name: 'system-out', content: verdict.findings.map(told).join('\n') },
        ],
      },
    ],
  })
}

const names = ({ content }: Element): string[] => (Array.isArray(content) ? content.map((c: Element) => c.name) : [])

function properties(run: RunInfo, verdict: VerdictFile): Element[] {
  const all: [string, string | number][] = [
    ['verdict', verdict.verdict],
    ...Object.entries(run.versions).map(([what, version]): [string, string] => [`version.${what}`, version]),
    ['provider', run.provider],
    ['pace', run.pace],
    ['seed', run.seed],
    ['repeat', verdict.repeat],
  ]
  return all.map(([name, value]) => ({ name: 'property', attributes: { name, value } }))
}

function checksOf(run: RunInfo, verdict: VerdictFile): Element[] {
  const cases = verdict.findings.map(f => testcase(run, f.check, outcomeOf(f)))
  if (verdict.verdict === 'valid' || cases.some(c => names(c).length > 0)) return cases
  const message = `the verdict is ${verdict.verdict}, though no check says so`
  return [...cases, testcase(run, 'verdict', { name: 'error', attributes: { message, type: verdict.verdict } })]
}

/** Time is that of the suite: no check takes a part of the run for itself. */
const testcase = (run: RunInfo, name: string, outcome?: Element): Element => ({
  name: 'testcase',
  attributes: { name, classname: run.scenario, time: 0 },
  content: outcome ? [outcome] : [],
})

function outcomeOf(finding: Finding): Element | undefined {
  if (finding.verdict === 'valid') return undefined
  return {
    name: finding.verdict === 'invalid' ? 'failure' : 'error',
    attributes: { message: finding.summary, type: finding.verdict },
    content: finding.evidence
      .flatMap(e => [
        `${e.kind}: ${e.text}`,
        ...(e.answered ? [answeredText(e.answered)] : []),
        ...(e.meanwhile ? [`meanwhile ${e.meanwhile}`] : []),
        ...(e.lines ?? []),
      ])
      .join('\n'),
  }
}

function controlCase(run: RunInfo, control: string, verdict: VerdictFile): Element {
  const { asExpected, findings } = verdict
  const name = `control ${control} is red for its stated reason`
  if (asExpected?.met) return testcase(run, name)
  const message = asExpected
    ? `expected ${asExpected.expected}; got ${asExpected.got}`
    : 'what the control declares was not compared with what came out'
  const out = asExpected ? cameOut(verdict) : 'not told'
  const content = findings.map(told).join('\n')
  return testcase(run, name, {
    name: out === 'not told' ? 'error' : 'failure',
    attributes: { message, type: out },
    content,
  })
}

const told = ({ check, verdict, summary, evidence }: Finding): string =>
  [`${check}: ${verdict}: ${summary}`, ...evidence.map(e => `  ${e.kind}: ${e.text}`)].join('\n')
