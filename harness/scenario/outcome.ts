import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { joined } from '../checks/alike.ts'
import { capped } from '../checks/explain.ts'
import { judge } from '../checks/index.ts'
import { meanwhile } from '../checks/meanwhile.ts'
import { podsConcerned } from '../checks/pods-concerned.ts'
import type { HistoryEvent, ToldTable } from '../history/events.ts'
import { readRun } from '../history/read.ts'
import { RUN_SCHEMA } from '../history/run-info.ts'
import type { Evidence, VerdictFile } from '../history/verdict.ts'
import { htmlReport } from '../report/html.ts'
import { junit } from '../report/junit.ts'
import { readPodLogs } from '../report/pod-logs.ts'
import { traceFile } from '../report/trace.ts'
import type { Control, Judged } from './scenario.ts'
import type { Subject } from './subject.ts'

/**
 * Judges the run in a folder and writes verdict.json, junit.xml, report.html and trace.json into it. Nothing but the folder is looked at, so the
 * verdict is the same whenever and wherever this is called.
 * @param subject that of the run
 * @param control the control that was run, to say whether it came out as it declares.
 * @throws UsageError when the folder holds no run.
 */
export async function judgeRunFolder(
  folder: string,
  subject: Subject,
  control: Control | undefined,
): Promise<VerdictFile> {
  const { run, events } = await readRun(folder, subject.signals)
  const judged = judge(run, events, subject.signals)
  const verdict: VerdictFile = {
    schema: RUN_SCHEMA,
    scenario: run.scenario,
    ...(run.control !== undefined && { control: run.control }),
    ...(run.variant !== undefined && { variant: run.variant }),
    ...(run.requestedFaults.length > 0 && { requestedFaults: run.requestedFaults }),
    provider: run.provider,
    seed: run.seed,
    versions: run.versions,
    verdict: judged.verdict,
    ...(control && { asExpected: asExpected(control, { run, events, findings: judged.findings }, judged.verdict) }),
    // Whoever judges sees all of it; people read the first.
    findings: judged.findings.map(f => ({ ...f, evidence: capped(joined(f.evidence)).map(withContext(events)) })),
    excludes: judged.excludes,
    misprints: judged.misprints,
    tables: toldTables(events),
    steps: judged.steps,
    faults: judged.faults,
    numbers: judged.numbers,
    compared: subject.signals.flatMap(s => s.compared ?? []),
    notCovered: [...run.notCovered, ...subject.signals.flatMap(s => s.notLookedAt?.(events) ?? [])],
    repeat: run.command,
  }
  const pods = verdict.findings.flatMap(f => f.evidence.flatMap(e => e.pods ?? []))
  const logs = await readPodLogs(folder, [...new Set(pods)])
  await Promise.all([
    writeFile(join(folder, 'verdict.json'), `${JSON.stringify(verdict, undefined, 2)}\n`),
    writeFile(join(folder, 'junit.xml'), junit(run, verdict)),
    writeFile(join(folder, 'report.html'), htmlReport(run, verdict, events, subject.signals, logs)),
    writeFile(join(folder, 'trace.json'), traceFile(run, events, subject.signals)),
  ])
  return verdict
}

function withContext(events: readonly HistoryEvent[]): (evidence: Evidence) => Evidence {
  const happened = meanwhile(events)
  const concerned = podsConcerned(events)
  return evidence => {
    const line = happened(evidence)
    const pods = concerned(evidence)
    return {
      ...evidence,
      ...(line !== undefined && { meanwhile: line }),
      ...(pods.length > 0 && { pods }),
    }
  }
}

/** What was told under one title is one table. */
function toldTables(events: readonly HistoryEvent[]): ToldTable[] {
  const told = Map.groupBy(
    events.filter(e => e.type === 'table'),
    e => e.title,
  )
  return [...told].map(([title, all]) => ({ title, heads: all[0]!.heads, rows: all.flatMap(e => e.rows) }))
}

/**
 * A control is met when exactly the checks it names are red, the verdict is the one it says, and its reason holds. Beside an invalid verdict
 * another check may be unknown: on a busy machine one that could not look closely enough contradicts nothing.
 */
function asExpected(control: Control, judged: Judged, verdict: VerdictFile['verdict']): VerdictFile['asExpected'] {
  const wanted = control.verdict ?? 'invalid'
  const red = judged.findings.filter(f => f.verdict !== 'valid').map(f => f.check)
  const expected = `${wanted}, by ${control.expectFail.join(', ')}: ${control.description}`
  const untold = judged.findings.filter(f => f.verdict === 'unknown' && wanted === 'invalid').map(f => f.check)
  const mayBeRed: readonly string[] = [...control.expectFail, ...(control.mayFail ?? []), ...untold]
  const surprise = red.filter(c => !mayBeRed.includes(c))
  const missing = control.expectFail.filter(c => !red.includes(c))
  const contradictions = [
    ...(verdict === wanted ? [] : [`the verdict is ${verdict}`]),
    ...(surprise.length === 0 ? [] : [`not expected to be red: ${surprise.join(', ')}`]),
    ...(missing.length === 0 ? [] : [`expected to be red: ${missing.join(', ')}`]),
  ]
  const because = contradictions.length === 0 ? control.verify(judged) : undefined
  if (typeof because === 'object') return { met: false, untold: true, expected, got: because.notTold }
  if (because) contradictions.push(because)
  return {
    met: contradictions.length === 0,
    expected,
    got: contradictions.length === 0 ? `${verdict}, by ${red.join(', ')}` : contradictions.join('; '),
  }
}
