import type { VerdictFile } from '../../history/verdict.ts'
import type { Detail } from './detail.ts'
import type { Lanes } from './lane-rows.ts'
import { json, type Markup, markup } from './markup.ts'
import type { Recorded } from './recorded.ts'
import { type Scale, span, width, x } from './scale.ts'
import { faultSpans } from './spans.ts'
import type { Group, TimelineData, TrackData } from './track.ts'
import { harness, metrics } from './tracks/curves.ts'
import { operations } from './tracks/operations-track.ts'
import { pods } from './tracks/pods-track.ts'
import { rings } from './tracks/rings-track.ts'
import { routes } from './tracks/routes-track.ts'
import { stepsTrack } from './tracks/steps-track.ts'

/** All rows of the run over one x axis. The script of the page zooms it and reads the numbers under the pointer. */
export function timeline(
  verdict: VerdictFile,
  events: Recorded,
  lanes: readonly Lanes[],
  scale: Scale,
  detail: Detail,
): Markup {
  const groups = [
    stepsTrack(events, scale, detail.entries),
    routes(events, scale, detail.entries),
    ...operations(verdict, lanes, scale),
    pods(events, scale, detail.rows),
    rings(events, scale, detail),
    ...metrics(events, scale, detail.rows),
    harness(events, scale),
  ].filter(group => group !== undefined && group.tracks.length > 0) as Group[]
  if (groups.length === 0) {
    return markup`<section id="timeline"><h2>Timeline</h2><p class="empty">Nothing was recorded: the run ended before its first step, so there is no timeline.</p></section>`
  }
  const data: TimelineData = { total: span(scale), start: scale.from, rows: [] }
  return markup`<section id="timeline">
<h2>Timeline</h2>
<div class="tools"><output id="range"></output><span class="hint">drag to zoom · double-click to reset · keys + − ← → 0, Esc</span><span class="buttons"><button type="button" data-do="out" aria-label="Zoom out">−</button><button type="button" data-do="in" aria-label="Zoom in">+</button><button type="button" data-do="reset">whole run</button></span></div>
${patterns(events, scale)}
<div id="board" tabindex="0" role="group" aria-label="Timeline of the run. Plus and minus zoom, the arrow keys move, zero shows the whole run.">
<div class="axis"><div class="gutter">since the start</div><div class="plot"><svg id="axis" width="100%" height="22" aria-hidden="true"></svg></div></div>
${groups.map(group => drawn(group, data.rows))}
<div id="overlay" aria-hidden="true"><div id="band"></div><div id="selection"></div><div id="cursor"><span></span></div></div>
</div>
<div id="tip" role="tooltip"></div>
<script type="application/json" id="data">${json(data)}</script>
</section>`
}

function drawn({ title, folded, legend, tracks }: Group, data: TrackData[]): Markup {
  const rows: Markup[] = []
  let top = 0
  for (const track of tracks) {
    const row = track.data && data.push(track.data) - 1
    rows.push(
      markup`<svg y="${top}" width="100%" height="${track.height}" class="track"${row !== undefined && markup` data-row="${row}"`}>${row !== undefined && markup`<rect width="100%" height="100%" class="hit"/>`}${track.marks}</svg>`,
    )
    top += track.height
  }
  const gutter = tracks.map(
    ({ label, notes = [], height }) =>
      markup`<div style="height:${height}px"><b title="${label}">${label}</b>${notes.map(note => markup`<small title="${note}">${note}</small>`)}</div>`,
  )
  return markup`<details${folded !== true && markup` open`} class="group"><summary><h3>${title}</h3><span class="legend">${legend}</span></summary>
<div class="rows"><div class="gutter">${gutter}</div><div class="plot"><svg class="wide" height="${top}" role="img" aria-label="${title}"><use href="#guides"/>${rows}</svg></div></div></details>
`
}

/** Hatches, and the guides that run through every group: the stretch of each fault, the moment of its effect, the begin of each step, each switch of routes. */
function patterns(events: Recorded, scale: Scale): Markup {
  const faults = faultSpans(events.fault, scale.to)
  const line = (at: number, kind: string) =>
    markup`<line x1="${x(scale, at)}" x2="${x(scale, at)}" y2="100%" class="${kind}"/>`
  const effects = events.fault.filter(e => e.phase === 'effective')
  const steps = events.step.filter(e => e.phase === 'begin')
  return markup`<svg width="0" height="0" class="defs" aria-hidden="true"><defs>
<pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="1.6" height="5" class="ink"/></pattern>
<pattern id="bars" width="4" height="4" patternUnits="userSpaceOnUse"><rect width="2" height="4" class="ink"/></pattern>
<g id="guides">${faults.slice(0, 200).map(f => markup`<rect x="${x(scale, f.from)}" width="${width(scale, f.to - f.from)}" height="100%" class="guide-fault"/>`)}${steps.slice(0, 200).map(e => line(e.at, 'guide-step'))}${effects.slice(0, 200).map(e => line(e.at, 'guide-effect'))}${events.route.slice(1, 200).map(e => line(e.at, 'guide-route'))}</g>
</defs></svg>`
}
