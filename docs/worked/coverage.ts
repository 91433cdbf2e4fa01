import { RequiredCoverage } from '../../harness/history/run-info.ts'
import { all, at, end, fault, look, read, runOf, steady, step, write } from '../../test/unit/checks/histories.ts'
import { probes, run as probing, refused } from '../../test/unit/checks/label-probes.ts'
import type { Worked } from './worked.ts'

const run = runOf({
  ackedSamples: 4,
  dataset: { ...runOf().dataset, tenants: ['tenant-a'], series: 2, stripes: 1 },
  spacing: { labels: 100 },
  coverage: RequiredCoverage.parse({ operations: 2, faults: ['kill-pod'], steps: ['scale up'] }),
})
const written = [write(0), write(3), read(3100, [all([0, 0], [3, 3])], { path: 'final' })]
const course = [...step(500, 2000, 'scale up'), ...fault(1000, 1500)]
const labels = (...ms: number[]) => ms.map(it => look(it, 'labels', { values: ['tenant-a'] }))

const failing = (from: number, to: number) => probes(ms => (ms > from && ms < to ? refused(ms) : undefined))

export const coverageRules: Worked[] = [
  {
    rule: 'Too little',
    what: 'The scenario has a fault and a step. The fault took no effect, and the step was skipped.',
    run,
    history: [
      ...written,
      ...labels(500, 2600),
      { type: 'step', step: 'scale up', phase: 'skipped', at: at(500), detail: 'this version has none' },
      ...fault(1000, 1500).slice(0, 1),
      end(5000),
    ],
    check: 'coverage',
    verdict: 'unknown',
  },
  {
    rule: 'Every stream',
    what: 'Labels were asked for until the fault began, and not later.',
    run,
    history: [...written, ...labels(300, 600), ...course, end(5000)],
    check: 'coverage',
    verdict: 'unknown',
  },
  {
    rule: 'A step that changes nothing',
    what: 'The step applies a topology that is true already. The scenario proved nothing about a change.',
    run,
    history: [
      ...written,
      ...labels(500, 2600),
      ...course,
      { type: 'apply', at: at(700), changes: [], unchanged: false },
      end(5000),
    ],
    check: 'coverage',
    verdict: 'unknown',
  },
  {
    rule: 'The steady state',
    what: 'Label reads fail before anything is done to Mimir: this machine can not carry the load by itself.',
    run: probing,
    history: [write(0), ...steady(1500), ...fault(1500, 2500), ...failing(500, 1000)],
    check: 'availability',
    verdict: 'unknown',
  },
  {
    rule: 'The steady state',
    what: 'The same, and they fail once the fault has begun.',
    run: probing,
    history: [write(0), ...steady(1500), ...fault(1500, 2500), ...failing(1600, 2100)],
    check: 'availability',
    verdict: 'invalid',
  },
]
