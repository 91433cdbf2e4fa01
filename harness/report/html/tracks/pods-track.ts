import type { PodEvent } from '../../../history/events.ts'
import { clipped, moment } from '../../text.ts'
import { type Markup, markup } from '../markup.ts'
import type { Recorded } from '../recorded.ts'
import { type Scale, width, x } from '../scale.ts'
import { type Group, key, type Track } from '../track.ts'

const HEIGHT = 17

interface Life {
  from: number
  to: number
  state: 'starting' | 'ready' | 'stopping' | 'paused' | 'gone'
}

/** A row a pod, workloads together: starting, ready, paused, stopping, and the moments at which it was killed, exited or died. */
export function pods(events: Recorded, scale: Scale, most: number): Group | undefined {
  const byPod = Map.groupBy(events.pod, e => e.pod)
  if (byPod.size === 0) return undefined
  const all = [...byPod].sort(
    ([a, ofA], [b, ofB]) => order(ofA[0]!, ofB[0]!) || a.localeCompare(b, 'en', { numeric: true }),
  )
  const eventful = all.length <= most ? all : all.filter(([, own]) => own.length > 2).slice(0, most)
  const title =
    eventful.length === all.length
      ? 'Pods'
      : `Pods (${eventful.length} of ${all.length}: those to which something happened)`
  const legend = markup`${key('life starting', 'starting')}${key('life ready', 'ready')}${key('life paused', 'paused')}${key('life stopping', 'stopping')}<span class="key">× killed</span><span class="key">○ exited</span><span class="key">✗ died</span>`
  return { title, legend, tracks: eventful.map(([pod, own]) => podTrack(pod, own, scale)) }
}

const order = (a: PodEvent, b: PodEvent): number => a.component.localeCompare(b.component)

function podTrack(pod: string, events: readonly PodEvent[], scale: Scale): Track {
  const told = events.map(e => `${moment(e.at - scale.from)} ${e.phase}${e.detail ? `: ${e.detail}` : ''}`).slice(-12)
  const { zone, component } = events[0]!
  const heading = `${pod} (${component}${zone ? `, ${zone}` : ''})`
  return {
    label: pod,
    height: HEIGHT,
    marks: markup`<g data-tip="${clipped([heading, ...told].join('\n'), 1000)}"><rect width="100%" height="${HEIGHT}" class="hit"/>${lives(events, scale.to).map(life => bar(life, scale))}${events.map(e => ending(e, scale))}</g>`,
  }
}

/** The states of a pod one after another; a resumed pod is again what it was before the pause. */
export function lives(events: readonly PodEvent[], end: number): Life[] {
  let before: Life['state'] = 'ready'
  let state: Life['state'] = 'gone'
  return events.map((event, i): Life => {
    if (event.phase === 'paused') before = state
    state = event.phase === 'resumed' ? before : stateAfter(event.phase)
    return { from: event.at, to: events[i + 1]?.at ?? end, state }
  })
}

function stateAfter(phase: Exclude<PodEvent['phase'], 'resumed'>): Life['state'] {
  return phase === 'killed' || phase === 'exited' || phase === 'died' ? 'gone' : phase
}

const bar = ({ from, to, state }: Life, scale: Scale): Markup | false =>
  state !== 'gone' &&
  markup`<rect x="${x(scale, from)}" width="${width(scale, to - from)}" y="${state === 'stopping' ? 7 : 4}" height="${state === 'stopping' ? 4 : 9}" class="life ${state}"/>`

const signs: Partial<Record<PodEvent['phase'], string>> = { killed: '×', exited: '○', died: '✗' }

function ending(event: PodEvent, scale: Scale): Markup | false {
  const sign = signs[event.phase]
  return (
    sign !== undefined && markup`<text x="${x(scale, event.at)}" y="13" class="ending ${event.phase}">${sign}</text>`
  )
}
