import type { RunInfo } from '../../history/run-info.ts'
import { cameOut, countsAs, type VerdictFile } from '../../history/verdict.ts'
import { detailsOf } from '../run-name.ts'
import { signs } from '../signs.ts'
import { bytes, capitalised, duration, plural } from '../text.ts'
import { worstFirst } from '../worst-first.ts'
import { type Markup, markup } from './markup.ts'
import type { Recorded } from './recorded.ts'

/** Verdict and reasons, what it proves, the control, and what was run with what. */
export function header(
  run: RunInfo,
  verdict: VerdictFile,
  events: Recorded,
  ofSignals: readonly [name: string, value: string][],
  length: number,
): Markup {
  return markup`<header>
<div class="top"><span class="brand">Mimir Gauntlet</span><span class="id">${run.id}</span><button type="button" id="theme" aria-label="Switch between light and dark">light / dark</button></div>
<div class="verdict ${verdict.verdict}"><span class="sign" aria-hidden="true">${signs[verdict.verdict]}</span><div><p class="word">${verdict.verdict}</p><p class="what"><code>${run.scenario}</code>${detailsOf({ ...run, control: undefined })}${run.control !== undefined && markup` with the control <code>${run.control}</code>`}</p></div></div>
<h1>${run.title}</h1>
<p class="proves"><b>A valid verdict proves:</b> ${run.proves}</p>
${reasons(verdict, events)}
${run.control !== undefined && control(run.control, verdict)}
${facts(run, ofSignals, length)}
<p class="repeat"><span>Repeat this run</span><code tabindex="0">${verdict.repeat || run.command}</code></p>
</header>`
}

function reasons(verdict: VerdictFile, events: Recorded): Markup {
  const end = events.end.at(-1)
  const cut =
    end !== undefined &&
    end.outcome !== 'completed' &&
    `The scenario was ${end.outcome}${end.detail ? `: ${end.detail}` : ''}.`
  const doubts = worstFirst(verdict.findings).filter(f => f.verdict !== 'valid')
  const unsure = verdict.findings.filter(f => f.uncertainty !== undefined)
  const all = plural(verdict.findings.length, 'check')
  return markup`<ul class="reasons">${cut && markup`<li>${cut}</li>`}${doubts.map(f => markup`<li><b>${signs[f.verdict]} ${f.check}</b> ${f.summary}</li>`)}${unsure.map(f => markup`<li><b>${f.check}</b> ${f.uncertainty}</li>`)}${
    doubts.length === 0 &&
    markup`<li>${verdict.findings.length === 0 ? 'No check had anything to judge: nothing tested is never green.' : `${all} held and none was in doubt.`}</li>`
  }</ul>`
}

function control(name: string, verdict: VerdictFile): Markup {
  if (!verdict.asExpected) {
    return markup`<p class="control unmet"><b>? Control ${name}</b> is a deliberately wrong variant. Its outcome was not compared with what it declares.</p>`
  }
  const { met, expected, got } = verdict.asExpected
  const out = cameOut(verdict)
  return markup`<div class="control ${met ? 'met' : 'unmet'}"><p><b>${signs[countsAs[out]]} ${capitalised(out)}</b> This is a control, a deliberately wrong variant: it has to be red for the reason it states.</p><dl><dt>expected</dt><dd>${expected}</dd><dt>came out</dt><dd>${got}</dd></dl></div>`
}

function facts(run: RunInfo, ofSignals: readonly [name: string, value: string][], length: number): Markup {
  const { host, tenants, load } = run
  const cells: [string, string][] = [
    ...Object.entries(run.versions),
    ['provider', run.provider],
    ['sandbox', host.sandbox],
    ['addresses', host.addresses],
    ['pace', run.pace],
    ['seed', String(run.seed)],
    [
      'started',
      new Date(run.startedAt)
        .toISOString()
        .replace('T', ' ')
        .replace(/\.\d+Z$/, ' UTC'),
    ],
    ['lasted', duration(length)],
    ['load', `${plural(tenants.length, 'tenant')}${load === 'light' ? ', light' : ''}`],
    ...ofSignals,
    ['host', `${host.os}, ${plural(host.cpus, 'CPU')}, ${bytes(host.memory)}`],
  ]
  return markup`<dl class="facts">${cells.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`
}
