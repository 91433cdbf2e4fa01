import type { Evidence, VerdictFile } from '../../history/verdict.ts'
import { answeredText } from '../answered-text.ts'
import { excludesText } from '../excludes-text.ts'
import { signs } from '../signs.ts'
import { capitalised, clipped, count, duration, moment, plural } from '../text.ts'
import { worstFirst } from '../worst-first.ts'
import type { Detail } from './detail.ts'
import { type Markup, markup } from './markup.ts'
import { type Scale, span } from './scale.ts'
import type { ShownLog, ShownLogs } from './shown-log.ts'
import type { Identified } from './shown-logs.ts'

/** The pieces of evidence that are shown, the worst findings first, each under its id. */
export const shownEvidence = ({ findings }: VerdictFile, detail: Detail): Identified[] =>
  worstFirst(findings).flatMap(({ check, evidence }) =>
    evidence.slice(0, detail.evidence).map((e, i): Identified => [`${check}-${i + 1}`, e]),
  )

/**
 * Every finding with its evidence, the worst first. Evidence that has a time is a link to its moment on the timeline, and unfolds the log lines of its pods.
 * @param logs by the id of a piece of evidence
 */
export function findings(verdict: VerdictFile, logs: ShownLogs['of'], scale: Scale, detail: Detail): Markup {
  const list = worstFirst(verdict.findings).map(finding => {
    const shown = shownEvidence({ ...verdict, findings: [finding] }, detail)
    const rows = shown.map(([id, e]) => evidence(e, id, logs[id] ?? [], scale, detail))
    const [first, folded, hidden] = [rows.slice(0, FIRST), rows.slice(FIRST), finding.evidence.length - shown.length]
    return markup`<li class="finding ${finding.verdict}" id="${finding.check}"><p><span class="chip ${finding.verdict}">${signs[finding.verdict]} ${finding.verdict}</span><b>${finding.check}</b><span>${clipped(finding.summary, detail.characters)}</span></p>${first.length > 0 && markup`<ol>${first}</ol>`}${
      folded.length > 0 && markup`<details><summary>${count(folded.length)} more</summary><ol>${folded}</ol></details>`
    }${hidden > 0 && markup`<p class="more">and ${count(hidden)} more in verdict.json</p>`}</li>`
  })
  const excluded = excludesText(verdict.excludes)
  return markup`<section id="findings"><h2>Findings</h2>${
    list.length > 0
      ? markup`<ul class="findings">${list}</ul>`
      : markup`<p class="empty">No check came to a finding.</p>`
  }${
    excluded.length > 0 &&
    markup`<h3>Excludes</h3><p class="note">What these findings exclude: a defect that is more frequent, or lasts longer, would have been seen.</p><dl class="excludes">${excluded.map(exclusion)}</dl>`
  }</section>`
}

/** A kind of defect, and from which rate or length on it would have been seen. */
function exclusion(line: string): Markup {
  const [kind, ...bounds] = line.split(': ')
  return markup`<dt>${kind}</dt><dd>${bounds.join(': ')}</dd>`
}

/** Evidences of a finding that are open from the start. */
const FIRST = 6

function evidence(e: Evidence, id: string, logs: readonly ShownLog[], scale: Scale, detail: Detail): Markup {
  const text = markup`<span class="kind">${e.kind}</span><span class="text">${clipped(e.text, detail.characters)}${e.answered !== undefined && markup` <small>${capitalised(answeredText(e.answered))}</small>`}${e.meanwhile !== undefined && markup` <small>Meanwhile: ${clipped(e.meanwhile, detail.characters)}</small>`}</span>`
  const log =
    e.lines &&
    e.lines.length > 0 &&
    markup`<details><summary>the last ${plural(e.lines.length, 'line')} of its log</summary><pre>${e.lines.join('\n')}</pre></details>`
  if (e.from === undefined) return markup`<li id="${id}"><div class="evidence">${text}</div>${log}</li>`
  const [from, to] = [within(e.from - scale.from, scale), within((e.to ?? e.from) - scale.from, scale)]
  const when = to > from ? `${moment(from)} to ${moment(to)} (${duration(to - from)})` : moment(from)
  return markup`<li><a class="evidence" id="${id}" href="#${id}" data-from="${from}" data-to="${to}">${text}<span class="when">${when}<span aria-hidden="true"> ↓</span></span></a>${log}${logs.length > 0 && logLines(id, logs)}</li>`
}

/** Its lines are written when it is unfolded (logs.js). */
function logLines(id: string, logs: readonly ShownLog[]): Markup {
  const sum = (of: (log: ShownLog) => number) => logs.reduce((all, log) => all + of(log), 0)
  const grave = sum(log => log.grave)
  const what = `${plural(
    sum(log => log.total),
    'line',
  )}${grave > 0 ? `, ${count(grave)} of them ${grave === 1 ? 'a warning or error' : 'warnings or errors'}` : ''}`
  return markup`<details class="log" data-log="${id}"><summary>Logs of that time: ${logs.map(log => log.pod).join(', ')} (${what})</summary></details>`
}

const within = (ms: number, scale: Scale): number => Math.min(span(scale), Math.max(0, ms))
