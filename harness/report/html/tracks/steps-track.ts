import type { FaultEvent } from '../../../history/events.ts'
import { duration, moment, shortened } from '../../text.ts'
import { type Bar, packed } from '../bars.ts'
import { type Markup, markup } from '../markup.ts'
import type { Recorded } from '../recorded.ts'
import { type Scale, span, x } from '../scale.ts'
import { faultSpans, gateSpans, type Span, stepSpans } from '../spans.ts'
import { type Group, key, type Track } from '../track.ts'

/** What was done: steps, faults, gates and gateway defects, as labelled bars. */
export function stepsTrack(events: Recorded, scale: Scale, most: number): Group {
  const rows: [label: string, bars: Bar[]][] = [
    ['steps', stepSpans(events.step, scale.to).map(step => stepBar(step, scale))],
    ['faults', faultSpans(events.fault, scale.to).map(fault => faultBar(fault, scale))],
    ['gates', gateSpans(events.gate, scale.to).map(gate => gateBar(gate, scale))],
    ['gateway defects', defectBars(events, scale)],
  ]
  const tracks = rows
    .filter(([, bars]) => bars.length > 0)
    .map(
      ([label, bars]): Track => ({
        label,
        ...(bars.length > most && { notes: [`the first ${most} of ${bars.length}`] }),
        ...packed(bars.slice(0, most), scale),
      }),
    )
  const legend = markup`${key('bar', 'done')}${key('bar failed', '✗ failed')}${key('bar fault', 'fault')}<span class="key">◆ proved effective</span>`
  return { title: 'Steps and faults', legend, tracks }
}

/** Characters of a label. It stands right or left of its bar's begin, so it may take up half of the width at most; the tooltip says all. */
const LABEL = 44

const signs: Record<string, string> = { failed: '✗ ', skipped: '– ' }

const lasted = ({ from, to, ended }: Span<unknown>, scale: Scale): string =>
  `${moment(from - scale.from)} to ${ended ? moment(to - scale.from) : 'the end of the run'} (${duration(to - from)})`

function stepBar(
  step: Span<{ phase: string; ref?: string | undefined; detail?: string | undefined }>,
  scale: Scale,
): Bar {
  const { phase, detail } = step.last
  const state = step.ended ? phase : 'not finished'
  return {
    from: step.from,
    to: step.to,
    label: `${signs[phase] ?? ''}${shortened(step.name, LABEL)}`,
    tip: [`step: ${step.name}`, lasted(step, scale), state, detail, step.events[0].ref].filter(Boolean).join('\n'),
    kind: step.ended ? phase : 'failed',
  }
}

function faultBar(fault: Span<FaultEvent>, scale: Scale): Bar {
  const { pods, requested } = fault.events[0]
  const phases = fault.events.map(e => `${moment(e.at - scale.from)} ${e.phase}${e.detail ? `: ${e.detail}` : ''}`)
  return {
    from: fault.from,
    to: fault.to,
    label: `${signs[fault.last.phase] ?? ''}${shortened(`${fault.name} ${pods.join(' ')}`, LABEL)}`,
    tip: [
      `fault: ${fault.name} on ${pods.join(', ') || 'no pod'}`,
      requested !== undefined && `requested: ${requested}`,
      ...phases,
      duration(fault.to - fault.from),
    ]
      .filter(Boolean)
      .join('\n'),
    kind: fault.last.phase === 'failed' ? 'fault failed' : 'fault',
    extra: markup`${fault.events.filter(e => e.phase === 'effective').map(e => diamond(e.at, scale))}`,
  }
}

/** Where a fault was proved to have taken effect. Drawn above the bar's upper edge, clear of the label. */
const diamond = (at: number, scale: Scale): Markup =>
  markup`<svg x="${x(scale, at)}" class="free"><path d="M0 -4L4 0L0 4L-4 0Z" class="effective"/></svg>`

function gateBar(
  gate: Span<{ phase: string; expr: string; wants: string; seen?: string | undefined }>,
  scale: Scale,
): Bar {
  const { phase, expr, wants, seen } = gate.last
  return {
    from: gate.from,
    to: gate.to,
    label: `${signs[phase] ?? ''}${shortened(gate.name, LABEL)}`,
    tip: [
      `gate: ${gate.name}`,
      lasted(gate, scale),
      `${expr} ${wants}`,
      `${phase}${seen ? `; seen: ${seen}` : ''}`,
    ].join('\n'),
    kind: phase === 'held' ? 'gate' : 'failed',
  }
}

/** Defects fire often; those of one kind close together are one bar. */
function defectBars(events: Recorded, scale: Scale): Bar[] {
  const bars: (Bar & { hits: number; defect: string })[] = []
  for (const { defect, at } of events.defect) {
    const open = bars.findLast(b => b.defect === defect)
    if (open && at - open.to <= span(scale) / 40) {
      open.to = at
      open.hits++
    } else bars.push({ defect, hits: 1, from: at, to: at, label: defect, tip: '', kind: 'failed' })
  }
  return bars.map(bar => ({
    ...bar,
    label: `${bar.defect} ×${bar.hits}`,
    tip: `gateway defect ${bar.defect} hit ${bar.hits} times\n${moment(bar.from - scale.from)} to ${moment(bar.to - scale.from)}`,
  }))
}
