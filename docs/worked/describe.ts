import { clock, counted, some, span } from '../../harness/checks/explain.ts'
import type { CpuUse, FaultEvent, GateEvent, PodEvent } from '../../harness/history/events.ts'
import { describeSignals } from './describe-signals.ts'
import type { Describers } from './told.ts'

const ms = (n: number): string => span(n)

/** `programs outside of the run 180 ms, ingester-0 10 ms of 200 ms of CPU` @param time milliseconds */
function hadText({ pods, instruments, outside, stolen, cpus }: CpuUse, time: number): string {
  const had = [
    ...(outside > 0 ? [`programs outside of the run ${ms(outside)}`] : []),
    ...(stolen > 0 ? [`the hypervisor ${ms(stolen)}`] : []),
    ...[...Object.entries(pods), ...Object.entries(instruments)].map(([name, n]) => `${name} ${ms(n)}`),
  ]
  return `${had.join(', ') || 'nobody'} of ${ms(cpus * time)} of CPU`
}

const faultWords: Record<FaultEvent['phase'], string> = {
  injecting: 'begins',
  injected: 'is injected',
  effective: 'took effect, proved',
  recovering: 'is ended',
  recovered: 'recovered, proved',
  failed: 'has no proof',
}

const gateWords: Record<GateEvent['phase'], string> = {
  waiting: 'is waited for',
  held: 'holds',
  failed: 'is given up',
  unanswered: 'is given up',
}

const podWords: Partial<Record<PodEvent['phase'], string>> = {
  starting: 'starting',
  stopping: 'told to stop',
  exited: 'ended',
}

const withDetail = (text: string, detail: string | undefined) => (detail === undefined ? text : `${text}: ${detail}`)

export const describers: Describers = {
  ...describeSignals,
  step: ({ at, step, phase, mayDie = [], detail }) => {
    const may = mayDie.length > 0 ? `, may lose ${mayDie.join(', ')}` : ''
    const words = { begin: 'begins', done: 'is done', failed: 'failed', skipped: 'is skipped' }[phase]
    return { at, what: withDetail(`step "${step}" ${words}${may}`, detail), came: '' }
  },
  fault: ({ at, id, pods, phase, detail }) => ({
    at,
    what: withDetail(`fault ${id}${pods.length > 0 ? ` on ${pods.join(', ')}` : ''} ${faultWords[phase]}`, detail),
    came: '',
  }),
  gate: ({ at, gate, expr, wants, phase, seen, stale }) => {
    const saw = phase === 'waiting' ? `${expr} ${wants}` : `seen ${seen ?? 'nothing'}`
    const old = stale ? `, ${counted(stale, 'target')} not scraped of late` : ''
    return { at, what: `gate "${gate}" ${gateWords[phase]}: ${saw}${old}`, came: '' }
  },
  expectation: ({ at, what, met, seen }) => {
    return { at, what: `the step expects ${what}: ${met ? 'so it is' : `it sees ${seen}`}`, came: '' }
  },
  apply: ({ at, changes, unchanged }) => {
    const said = unchanged ? ', as the step said before' : ''
    return { at, what: `a topology is applied: ${changes.join(', ') || 'nothing changes'}${said}`, came: '' }
  },
  pod: ({ at, pod, phase, detail, outOfMemory, allowedBy, lines = [] }) => {
    const memory = { limit: ', by its memory limit', machine: ', since the machine had no memory' }
    const why = outOfMemory === undefined ? '' : memory[outOfMemory]
    const may = allowedBy === undefined ? '' : ', as the step allows'
    const last = lines.length > 0 ? `; its log ends with "${lines.at(-1)}"` : ''
    const came = `${[podWords[phase] ?? phase, detail].filter(it => it !== undefined).join(', ')}${why}${may}${last}`
    return { at, stream: `pod ${pod}`, what: '', part: pod, came }
  },
  unwatched: ({ to, error, ended = [] }) => {
    if (error !== undefined) return { at: to, stream: 'looks', what: 'look at the pods', came: `failed, ${error}` }
    const saw = ended.length > 0 ? `${some(ended)} ended meanwhile` : 'all are there, started as often as before'
    return { at: to, what: `look at the pods: ${saw}`, came: '' }
  },
  harness: ({ at, delay }) => ({ at, what: `the harness was late by ${span(delay)} in the last second`, came: '' }),
  'cpu-pressure': ({ from, to, ms: waited, use }) => ({
    ...{ at: from, until: to, stream: 'pressure', what: `programs wait for a CPU ${waited} of each ${ms(to - from)}` },
    came: use === undefined ? 'the kernel does not tell who has it' : hadText(use, to - from),
  }),
  'cpu-use': ({ from, to, use }) => ({
    ...{ at: from, until: to, stream: 'use', what: `CPU in each ${ms(to - from)}`, came: hadText(use, to - from) },
  }),
  metric: ({ metric, pod, tenant, points }) => ({
    at: points[0]![0],
    what: `${metric} of ${tenant ?? 'all'} that ${pod} counted until ${clock(points.at(-1)![0])}: ${points.map(([, n]) => n).join(', ')}`,
    came: '',
  }),
  end: ({ at, outcome, detail }) => ({ at, what: withDetail(`the run is over, ${outcome}`, detail), came: '' }),
}
