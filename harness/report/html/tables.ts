import type { RunInfo } from '../../history/run-info.ts'
import type { Table } from '../../history/signal.ts'
import type { VerdictFile } from '../../history/verdict.ts'
import { clipped, count, duration, moment, named } from '../text.ts'
import type { Detail } from './detail.ts'
import { type Markup, markup } from './markup.ts'
import type { Recorded } from './recorded.ts'
import type { Scale } from './scale.ts'
import { gateSpans, stepSpans } from './spans.ts'

/** The same facts as on the timeline, as text: numbers, steps, faults, gates, settings, and what was left out. */
export function tables(
  run: RunInfo,
  verdict: VerdictFile,
  events: Recorded,
  ofSignals: readonly Table[],
  scale: Scale,
  detail: Detail,
): Markup {
  const refs = new Map(events.step.flatMap(e => (e.ref === undefined ? [] : [[e.step, e.ref]])))
  const begins = stepSpans(events.step, scale.to)
  const began = (step: string, i: number): string => {
    const span = begins[i]?.name === step ? begins[i] : begins.find(b => b.name === step)
    return span ? moment(span.from - scale.from) : ''
  }
  const table = (title: string, heads: string[], rows: Cell[][], empty: string) =>
    section(title, heads, rows, empty, detail)
  return markup`${numbers(verdict)}
${table(
  'Steps',
  ['step', 'outcome', '#began', '#took'],
  verdict.steps.map((s, i) => [
    markup`${clipped(s.step, detail.characters)}${refs.has(s.step) && markup`<small>${refs.get(s.step)}</small>`}`,
    outcome(s.outcome),
    began(s.step, i),
    duration(s.seconds * 1000),
  ]),
  'No step was run.',
)}
${table(
  'Faults',
  ['fault', 'pods', 'outcome', 'proof'],
  verdict.faults.map(f => [
    markup`${name(f.id)}${f.requested !== undefined && markup`<small>requested: ${f.requested}</small>`}`,
    markup`${f.pods.map(pod => markup`${name(pod)} `)}`,
    outcome(f.outcome),
    f.proof,
  ]),
  'No fault was injected.',
)}
${
  verdict.misprints.length > 0 &&
  table(
    'Misprints',
    ['document', 'prints', 'a real Prometheus says'],
    verdict.misprints.map(m => [
      m.where,
      markup`<code>${clipped(m.expr, detail.characters)}</code>`,
      clipped(m.refusal, detail.characters),
    ]),
    '',
  )
}
${table(
  'Gates',
  ['gate', 'expression', 'outcome', 'seen', '#waited'],
  gateSpans(events.gate, scale.to).map(g => [
    name(g.name),
    markup`<code>${clipped(g.last.expr, detail.characters)}</code> ${g.last.wants}`,
    outcome(g.last.phase),
    g.last.seen ?? '',
    duration(g.to - g.from),
  ]),
  'The scenario has no gate.',
)}
${
  events.wait.length > 0 &&
  table(
    'Waits that no setting shortens',
    ['for', '#began', '#took', '#built in', 'because'],
    events.wait.map(w => [w.for, moment(w.from - scale.from), duration(w.to - w.from), duration(w.builtIn), w.because]),
    '',
  )
}
${verdict.tables.map(({ title, heads, rows }) => table(title, heads, rows, ''))}
${ofSignals.map(({ title, heads, rows }) => table(title, heads, rows, ''))}
${settings(run, detail)}
<section><h2>Left out on purpose</h2>${
    verdict.notCovered.length > 0
      ? markup`<ul class="plain">${verdict.notCovered.slice(0, detail.entries).map(s => markup`<li>${clipped(s, detail.characters)}</li>`)}</ul>`
      : markup`<p class="empty">Nothing.</p>`
  }</section>`
}

function numbers(verdict: VerdictFile): Markup {
  const rows = Object.entries(verdict.numbers).map(([name, value]) => named(name, value))
  if (rows.length === 0) return markup`<section><h2>Numbers</h2><p class="empty">Nothing was measured.</p></section>`
  return markup`<section><h2>Numbers</h2><dl class="numbers">${rows.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></section>`
}

type Cell = string | Markup

/** Names do not break at their hyphens. */
const name = (text: string): Markup => markup`<code class="name">${text}</code>`

const signs: Record<string, string> = { done: '✓', held: '✓', recovered: '✓', failed: '✗', skipped: '–' }
const outcome = (word: string): Markup => markup`<span class="outcome ${word}">${signs[word] ?? '·'} ${word}</span>`

/** A head that begins with # is a column of numbers. */
function section(title: string, heads: string[], rows: Cell[][], empty: string, detail: Detail): Markup {
  if (rows.length === 0) return markup`<section><h2>${title}</h2><p class="empty">${empty}</p></section>`
  return markup`<section><h2>${title}</h2>${grid(heads, rows, detail)}</section>`
}

function grid(heads: string[], rows: Cell[][], detail: Detail): Markup {
  const kind = heads.map(h => h.startsWith('#') && markup` class="number"`)
  const hidden = rows.length - detail.entries
  return markup`<div class="scroll"><table><thead><tr>${heads.map((h, i) => markup`<th scope="col"${kind[i]}>${h.replace('#', '')}</th>`)}</tr></thead>
<tbody>${rows.slice(0, detail.entries).map(row => markup`<tr>${row.map((cell, i) => markup`<td${kind[i]}>${typeof cell === 'string' ? clipped(cell, detail.characters) : cell}</td>`)}</tr>`)}</tbody></table></div>${hidden > 0 && markup`<p class="more">and ${count(hidden)} more in the run folder</p>`}`
}

function settings(run: RunInfo, detail: Detail): Markup {
  const rows = Object.entries(run.settings).map(([name, s]) => [
    markup`<code>${name}</code>`,
    markup`<code>${clipped(s.default, detail.characters) || '""'}</code>`,
    markup`<code>${clipped(s.value, detail.characters)}</code>`,
    s.why,
  ])
  if (rows.length === 0)
    return markup`<section><h2>Settings that differ from ${run.subject.title}'s defaults</h2><p class="empty">None.</p></section>`
  return markup`<section><details class="settings"><summary><h2>Settings that differ from ${run.subject.title}'s defaults</h2><span class="count">${count(rows.length)}</span></summary>${grid(['setting', 'default', 'this run', 'why'], rows, detail)}</details></section>`
}
