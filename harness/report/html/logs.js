// @ts-check
// Log lines of a piece of evidence, written where they are unfolded: several pieces show the same lines, which the page has once.

/** @import { ShownLog, ShownLogs } from './shown-log.ts' */

const told = document.getElementById('logs')
if (told) startLogs(/** @type {ShownLogs} */ (JSON.parse(told.textContent ?? '')))

/** @param {ShownLogs} logs */
function startLogs({ lines, of }) {
  const all = /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll('details[data-log]'))
  for (const details of all) {
    const unfold = () => details.append(...(of[details.dataset.log ?? ''] ?? []).flatMap(drawn))
    details.addEventListener('toggle', unfold, { once: true })
  }

  /** @param {ShownLog} log */
  function drawn({ pod, files, total, lines: places }) {
    const own = places.flatMap(([first, last]) => lines[pod]?.slice(first, last + 1) ?? [])
    const head = element('p', 'log-of')
    head.append(
      element('b', '', pod),
      ` ${own.length === total ? '' : `${own.length} of `}${count(total)}${own.length === total ? '' : ', the gravest and no more than five that say the same,'} `,
    )
    head.append(element('span', '', `in ${files.join(', ')}`))
    const text = element('pre', 'log-lines')
    text.tabIndex = 0
    text.setAttribute('aria-label', `log of ${pod}`)
    text.append(...own.map(([level, line]) => element('span', level, `${line}\n`)))
    return own.length > 0 ? [head, text] : [head]
  }
}

/** @param {number} n */
const count = n => `${n.toLocaleString('en-US')} line${n === 1 ? '' : 's'}`

/**
 * @param {string} name
 * @param {string} kind its class
 * @param {string} [text]
 */
function element(name, kind, text) {
  const made = document.createElement(name)
  if (kind !== '') made.className = kind
  if (text !== undefined) made.textContent = text
  return made
}
