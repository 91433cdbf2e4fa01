import { coloursOf } from '../report/colours.ts'
import { detailsOf } from '../report/run-name.ts'
import { notRunLine, notRunText, type RowNotRun, type SuiteRow, suiteTable } from '../report/suite-table.ts'
import { cameOutOf, type NotRun, type Planned, type Ran, type Result } from '../scenario/suite.ts'

/** Says what all runs of a command came to together, and what was not run and why. */
export function tellResults(results: readonly Result[], json: boolean): void {
  const notRun = results.filter(it => it.outcome === 'not run').map(rowNotRun)
  if (json) {
    process.stdout.write(notRun.map(notRunLine).join(''))
    return
  }
  const colours = coloursOf(process.stdout)
  const rows = results.map((it): SuiteRow => (it.outcome === 'ran' ? rowRan(it) : rowNotRun(it)))
  const table = results.length > 1 ? `\n${suiteTable(rows, colours)}` : ''
  process.stdout.write(table + notRunText(notRun, colours))
}

/** What a run is called in tables and lines. */
export const namesOf = ({ scenario, control, variant, faults = [] }: Planned) => ({
  scenario: scenario.id,
  control: control?.id,
  details: detailsOf({ variant, requestedFaults: faults.map(f => f.text) }),
})

const rowRan = (it: Ran): SuiteRow => ({
  outcome: 'ran',
  ...namesOf(it.planned),
  verdict: it.verdict,
  cameOut: cameOutOf(it),
  seconds: it.seconds,
})

const rowNotRun = ({ planned, ...reason }: NotRun): RowNotRun => ({ ...namesOf(planned), ...reason })
