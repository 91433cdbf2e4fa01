import type { FaultEvent, HistoryEvent, StepEvent } from '../history/events.ts'

/** A step as it went; `to` is Infinity while it never ended. */
export interface TimelineStep {
  step: string
  outcome: 'done' | 'failed' | 'skipped' | 'unfinished'
  from: number
  to: number
  detail: string | undefined
}

/** The steps of a run in the order in which they began. */
export function stepsOf(events: readonly HistoryEvent[]): TimelineStep[] {
  const steps: TimelineStep[] = []
  for (const event of events) {
    if (event.type !== 'step') continue
    const open = event.phase === 'begin' ? undefined : steps.findLast(s => s.step === event.step && s.to === Infinity)
    if (open) close(open, event)
    else steps.push(began(event))
  }
  return steps
}

function began(event: StepEvent): TimelineStep {
  const step: TimelineStep = {
    step: event.step,
    outcome: 'unfinished',
    from: event.at,
    to: Infinity,
    detail: event.detail,
  }
  if (event.phase !== 'begin') close(step, event)
  return step
}

function close(step: TimelineStep, event: StepEvent): void {
  if (event.phase === 'begin') return
  step.outcome = event.phase
  step.to = event.at
  step.detail = event.detail
}

/** A fault as it went. `effective`, `recovered` and `failed` hold the observation that proves them. */
export interface TimelineFault {
  id: string
  kind: string
  /** How the command line asked for it. */
  requested?: string
  pods: string[]
  from: number
  /** When its recovery was proved; Infinity while it was not. */
  to: number
  effective: string | undefined
  recovered: string | undefined
  failed: string | undefined
  /** Whether anybody tried to end it. */
  recovering: boolean
  /** When a proof of it was given up. */
  failedAt?: number
  /** It was not only not proved: it was seen to be otherwise. */
  disproved?: boolean
}

/** The faults of a run in the order in which they were injected. */
export function faultsOf(events: readonly HistoryEvent[]): TimelineFault[] {
  const faults = new Map<string, TimelineFault>()
  for (const event of events) {
    if (event.type !== 'fault') continue
    const fault = faults.get(event.id) ?? newFault(event)
    faults.set(event.id, fault)
    follow(fault, event)
  }
  return [...faults.values()]
}

const newFault = ({ id, kind, requested: asked, pods, at }: FaultEvent): TimelineFault => ({
  id,
  kind,
  ...(asked !== undefined && { requested: asked }),
  pods,
  from: at,
  to: Infinity,
  effective: undefined,
  recovered: undefined,
  failed: undefined,
  recovering: false,
})

function follow(fault: TimelineFault, event: FaultEvent): void {
  const proof = event.detail ?? 'no proof was recorded'
  if (event.phase === 'effective') fault.effective = proof
  if (event.phase === 'failed') {
    fault.failed = proof
    fault.failedAt = event.at
    fault.disproved = event.disproved === true
  }
  if (event.phase === 'recovering') fault.recovering = true
  if (event.phase === 'recovered') {
    fault.recovered = proof
    fault.to = event.at
  }
}
