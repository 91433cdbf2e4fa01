// @ts-check
// The timeline's zoom, band and tooltip. All x in the pictures are percentages of the run, so a zoom only sets how wide they are.

/** @import { TimelineData, TrackData } from './track.ts' */

const root = document.documentElement
const board = document.getElementById('board')

byId('theme').addEventListener('click', () => {
  const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
  root.dataset.theme = dark ? 'light' : 'dark'
})

if (board) startTimeline(board)

/**
 * One that the page has.
 * @param {string} id
 */
function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id))
}

/** @param {HTMLElement} board */
function startTimeline(board) {
  const axis = byId('axis')
  const range = byId('range')
  const tip = byId('tip')
  const band = byId('band')
  const selection = byId('selection')
  const cursor = byId('cursor')
  const clock = /** @type {Element} */ (cursor.firstElementChild)
  const { total, start, rows } = /** @type {TimelineData} */ (JSON.parse(byId('data').textContent ?? ''))
  const plot = /** @type {Element} */ (board.querySelector('.plot'))
  const labels = /** @type {NodeListOf<SVGTextElement>} */ (board.querySelectorAll('text[data-from]'))
  const view = { from: 0, to: total }
  /** @type {{ from: number, to: number } | undefined} */
  let marked
  /** @type {number | undefined} */
  let grabbed

  /** The narrowest view: browsers lay out pictures up to some million pixels wide. */
  const narrowest = Math.max(1, total / 2000)

  /**
   * @param {number} from
   * @param {number} to
   */
  function show(from, to) {
    const width = Math.min(total, Math.max(narrowest, to - from))
    view.from = Math.min(total - width, Math.max(0, (from + to - width) / 2))
    view.to = view.from + width
    board.style.setProperty('--zoom', String(total / width))
    board.style.setProperty('--offset', String(view.from / total))
    range.dataset.from = String(view.from)
    range.dataset.to = String(view.to)
    range.textContent = `${moment(view.from)} to ${moment(view.to)}`
    drawAxis(width)
    for (const label of labels) stick(label)
    place(band, marked?.from, marked?.to)
  }

  /**
   * ms since the start: "+12.400 s", "+3:12.400", "+1:03:12.400"; without milliseconds where `coarse`.
   * @param {number} ms
   */
  function moment(ms, coarse = false) {
    const whole = Math.round(ms)
    const seconds = ((whole % 60000) / 1000).toFixed(coarse ? 0 : 3)
    if (whole < 60000) return `+${coarse ? whole / 1000 : seconds} s`
    const h = Math.floor(whole / 3600000)
    const m = Math.floor(whole / 60000) % 60
    const rest = seconds.padStart(coarse ? 2 : 6, '0')
    return h > 0 ? `+${h}:${String(m).padStart(2, '0')}:${rest}` : `+${m}:${rest}`
  }

  /** @param {number} width */
  function drawAxis(width) {
    const most = Math.max(2, plot.clientWidth / 96)
    const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 15000, 30000]
    const longer = [60000, 120000, 300000, 600000, 900000, 1800000, 3600000, 7200000, 14400000, 43200000, 86400000]
    const step = [...steps, ...longer].find(s => width / s <= most) ?? 86400000
    const marks = []
    for (let t = Math.ceil(view.from / step) * step; t <= view.to; t += step) {
      const x = `${((t - view.from) / width) * 100}%`
      const text = moment(t, step >= 1000 || (t < 60000 && step > 1))
      marks.push(svg('line', { x1: x, x2: x, y1: 16, y2: 22 }))
      if ((view.to - t) / width > 0.05) marks.push(svg('text', { x, dx: 4, y: 15 }, text))
    }
    axis.replaceChildren(...marks)
  }

  /**
   * @param {string} name
   * @param {Record<string, string | number>} attributes
   * @param {string} [text]
   */
  function svg(name, attributes, text) {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name)
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value))
    if (text !== undefined) element.textContent = text
    return element
  }

  /**
   * Keeps the label of a bar that began before the view inside the view.
   * @param {SVGTextElement} label
   */
  function stick(label) {
    const from = Number(label.dataset.from)
    const to = Number(label.dataset.to)
    const begin = from < view.from && to > view.from ? view.from : from
    const own = 'own' in label.dataset
    label.setAttribute('x', own ? `${((begin - from) / Math.max(1, to - from)) * 100}%` : `${(begin / total) * 100}%`)
    if (own) label.setAttribute('dx', begin > from ? '5' : '0')
  }

  /**
   * Puts something of the overlay over [from, to] of the run; hides it when there is no such time.
   * @param {HTMLElement} element
   * @param {number} [from]
   * @param {number} [to]
   */
  function place(element, from, to) {
    element.style.display = from === undefined ? 'none' : 'block'
    if (from === undefined) return
    const width = view.to - view.from
    element.style.left = `${((from - view.from) / width) * 100}%`
    if (to !== undefined) element.style.width = `max(2px, ${((to - from) / width) * 100}%)`
  }

  /**
   * Zooms to a piece of evidence, draws the band over it, and brings the timeline into sight.
   * @param {HTMLElement} link
   */
  function choose(link) {
    for (const chosen of document.querySelectorAll('.evidence.chosen')) chosen.classList.remove('chosen')
    link.classList.add('chosen')
    const folded = link.closest('details')
    if (folded) folded.open = true
    marked = { from: Number(link.dataset.from), to: Number(link.dataset.to) }
    const around = Math.max(1.5 * (marked.to - marked.from), total / 40, narrowest)
    show(marked.from - around, marked.to + around)
    board.scrollIntoView({ block: 'start' })
  }

  function chooseByHash() {
    const link = document.getElementById(decodeURIComponent(location.hash.slice(1)))
    if (link?.matches('a.evidence')) choose(link)
    else link?.scrollIntoView()
  }

  /** @param {MouseEvent} event */
  function timeAt(event) {
    const box = plot.getBoundingClientRect()
    const share = (event.clientX - box.left - plot.clientLeft) / plot.clientWidth
    return view.from + Math.min(1, Math.max(0, share)) * (view.to - view.from)
  }

  /**
   * What an event happened in.
   * @param {Event} event
   * @param {string} selector
   * @returns {HTMLElement | SVGElement | null}
   */
  function within({ target }, selector) {
    return target instanceof Element ? target.closest(selector) : null
  }

  /**
   * The moment under the pointer, also as the time of day that logs and findings give.
   * @param {number} time
   */
  function tellTime(time) {
    const day = new Date(start + time).toISOString().slice(11, 23)
    clock.textContent = `${moment(time)} · ${day} UTC`
    cursor.classList.toggle('late', time > (view.from + view.to) / 2)
  }

  /**
   * @param {number} row
   * @param {number} time
   */
  function numbersAt(row, time) {
    const { name, step, fields } = /** @type {TrackData} */ (rows[row])
    const at = Math.floor(time / step)
    const numbers = fields.map(([field, unit, values]) => [field, values[at] ?? '–', unit].join(' ').trimEnd())
    return `${name}\n${moment(at * step)} to ${moment(Math.min(total, (at + 1) * step))}\n${numbers.join('\n')}`
  }

  /** @param {MouseEvent} event */
  function hover(event) {
    const inside = within(event, '.plot')
    place(cursor, inside ? timeAt(event) : undefined)
    if (inside) tellTime(timeAt(event))
    const about = inside && within(event, '[data-tip], [data-row]')
    const told = about?.dataset.tip ?? (about ? numbersAt(Number(about.dataset.row), timeAt(event)) : undefined)
    tip.style.display = told === undefined || grabbed !== undefined ? 'none' : 'block'
    if (told === undefined) return
    tip.textContent = told
    const right = innerWidth - tip.offsetWidth - 12
    const bottom = innerHeight - tip.offsetHeight - 12
    tip.style.left = `${Math.min(right, event.clientX + 16)}px`
    tip.style.top = `${Math.min(bottom, event.clientY + 18)}px`
  }

  board.addEventListener('pointermove', event => {
    if (grabbed !== undefined) place(selection, Math.min(grabbed, timeAt(event)), Math.max(grabbed, timeAt(event)))
    hover(event)
  })
  board.addEventListener('pointerleave', () => {
    tip.style.display = 'none'
    place(cursor)
  })
  board.addEventListener('pointerdown', event => {
    if (event.button !== 0 || !within(event, '.plot')) return
    grabbed = timeAt(event)
    board.setPointerCapture(event.pointerId)
  })
  board.addEventListener('pointerup', event => {
    if (grabbed === undefined) return
    const from = Math.min(grabbed, timeAt(event))
    const to = Math.max(grabbed, timeAt(event))
    grabbed = undefined
    place(selection)
    if ((to - from) / (view.to - view.from) > 0.005) show(from, to)
  })
  board.addEventListener('pointercancel', () => {
    grabbed = undefined
    place(selection)
  })
  board.addEventListener('dblclick', event => {
    // The end of a captured drag hits the board itself.
    if (event.target === board || within(event, '.plot')) show(0, total)
  })

  /** @param {number} factor */
  const zoom = factor => {
    const middle = (view.from + view.to) / 2
    const half = ((view.to - view.from) / 2) * factor
    show(middle - half, middle + half)
  }
  /** @param {number} share */
  const move = share => {
    const by = Math.min(total - view.to, Math.max(-view.from, share * (view.to - view.from)))
    show(view.from + by, view.to + by)
  }
  const reset = () => {
    marked = undefined
    for (const chosen of document.querySelectorAll('.evidence.chosen')) chosen.classList.remove('chosen')
    show(0, total)
  }
  const zoomIn = () => zoom(0.5)
  const zoomOut = () => zoom(2)
  /** @type {Record<string, () => void>} */
  const keys = {
    '+': zoomIn,
    '=': zoomIn,
    '-': zoomOut,
    ArrowLeft: () => move(-0.25),
    ArrowRight: () => move(0.25),
    0: reset,
  }
  board.addEventListener('keydown', event => {
    const act = keys[event.key]
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    act()
  })
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape') reset()
  })
  /** @type {Record<string, () => void>} */
  const actions = { in: zoomIn, out: zoomOut, reset }
  const buttons = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-do]'))
  for (const button of buttons) {
    const act = actions[button.dataset.do ?? '']
    if (act) button.addEventListener('click', act)
  }

  const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll('a.evidence'))
  for (const link of links) {
    link.addEventListener('click', event => {
      event.preventDefault()
      history.replaceState(null, '', link.hash)
      choose(link)
    })
  }
  addEventListener('hashchange', chooseByHash)
  addEventListener('resize', () => show(view.from, view.to))
  show(0, total)
  chooseByHash()
}
