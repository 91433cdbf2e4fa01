import { type Clock, systemClock } from '../util/clock.ts'
import { coloursOf } from './colours.ts'

/** Where lines go: process.stderr, or anything that takes text. */
export interface Output {
  write(text: string): unknown
  isTTY?: boolean
  columns?: number
}

/** Tells how a run goes, step by step. One step at a time; its begin must come first. */
export interface StatusLine {
  /** @param detail what is known of it beforehand: how long it usually takes. */
  begin(step: string, detail?: string): void
  /** What a long wait saw last. Called as often as one likes. */
  progress(text: string): void
  /** @param detail why it failed, or what came of it. */
  end(ok: boolean, detail?: string): void
}

export interface StatusOptions {
  /** Written before every line, to tell runs side by side apart; such lines are never animated. */
  label?: string
  clock?: Clock
}

/** The status line that suits an output: animated on a terminal, whole lines elsewhere, JSON when asked for. */
export function statusLine(out: Output, options: StatusOptions & { json?: boolean } = {}): StatusLine {
  if (options.json) return new JsonStatus(out, options)
  return out.isTTY && options.label === undefined ? new LiveStatus(out, options) : new PlainStatus(out, options)
}

const took = (ms: number): string => `(${(ms / 1000).toFixed(1)} s)`

/** Milliseconds until the first progress line of a step, and between two of them, where lines can not be taken back: a few a minute. */
const QUIET = { first: 5000, next: 20_000 }

/** A step, since when it goes on, and when it was told of last. */
interface Told {
  name: string
  since: number
  told: number
}

const due = ({ since, told }: Told, now: number): boolean => now - told >= (told === since ? QUIET.first : QUIET.next)

class JsonStatus implements StatusLine {
  readonly #out: Output
  readonly #clock: Clock
  readonly #label: string | undefined
  #step: Told = { name: '', since: 0, told: 0 }

  constructor(out: Output, { clock = systemClock, label }: StatusOptions) {
    this.#out = out
    this.#clock = clock
    this.#label = label
  }

  begin(step: string, detail?: string): void {
    const now = this.#clock.now()
    this.#step = { name: step, since: now, told: now }
    this.#write({ type: 'step', phase: 'begin', detail })
  }

  progress(text: string): void {
    const now = this.#clock.now()
    if (!due(this.#step, now)) return
    this.#step.told = now
    this.#write({ type: 'progress', text })
  }

  end(ok: boolean, detail?: string): void {
    this.#write({ type: 'step', phase: ok ? 'done' : 'failed', detail })
  }

  #write({ type, ...rest }: Record<string, unknown>): void {
    const { name, since } = this.#step
    const seconds = Math.round(this.#clock.now() - since) / 1000
    this.#out.write(`${JSON.stringify({ type, run: this.#label, step: name, seconds, ...rest })}\n`)
  }
}

class PlainStatus implements StatusLine {
  readonly #out: Output
  readonly #clock: Clock
  readonly #prefix: string
  #step: Told = { name: '', since: 0, told: 0 }

  constructor(out: Output, { clock = systemClock, label }: StatusOptions) {
    this.#out = out
    this.#clock = clock
    this.#prefix = label === undefined ? '' : `[${label}] `
  }

  begin(step: string, detail?: string): void {
    const now = this.#clock.now()
    this.#step = { name: step, since: now, told: now }
    this.#write(`• ${step}${detail ? `: ${detail}` : ''}`)
  }

  progress(text: string): void {
    const now = this.#clock.now()
    if (!due(this.#step, now)) return
    this.#step.told = now
    this.#write(`  … ${this.#step.name} ${took(now - this.#step.since)}: ${text}`)
  }

  end(ok: boolean, detail?: string): void {
    const { name, since } = this.#step
    this.#write(`${ok ? '✓' : '✗'} ${name}  ${took(this.#clock.now() - since)}${detail ? `: ${detail}` : ''}`)
  }

  #write(line: string): void {
    this.#out.write(`${this.#prefix}${line}\n`)
  }
}

const frames = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'
const FRAME = 100
/** Back to the first column, and the line wiped. */
const AFRESH = '\r\u001b[K'

class LiveStatus implements StatusLine {
  readonly #out: Output
  readonly #clock: Clock
  #timer: NodeJS.Timeout | undefined
  #step = { name: '', since: 0, seen: '' }

  constructor(out: Output, { clock = systemClock }: StatusOptions) {
    this.#out = out
    this.#clock = clock
  }

  begin(step: string, detail = ''): void {
    this.#step = { name: step, since: this.#clock.now(), seen: detail }
    clearInterval(this.#timer)
    this.#timer = setInterval(() => this.#draw(), FRAME)
    this.#timer.unref()
    this.#draw()
  }

  progress(text: string): void {
    this.#step.seen = text
  }

  end(ok: boolean, detail?: string): void {
    clearInterval(this.#timer)
    const { name, since } = this.#step
    const c = coloursOf(this.#out)
    const sign = ok ? c.green('✓') : c.red('✗')
    const time = c.dim(took(this.#clock.now() - since))
    this.#out.write(
      `${AFRESH}${sign} ${name}  ${time}${detail ? (ok ? c.dim(`  ${detail}`) : `\n  ${c.red(detail)}`) : ''}\n`,
    )
  }

  /** The line must not wrap, or wiping it would leave the rest behind. */
  #draw(): void {
    const { name, since, seen } = this.#step
    const passed = this.#clock.now() - since
    const frame = frames[Math.floor(passed / FRAME) % frames.length]
    const c = coloursOf(this.#out)
    const rest = `${took(passed)}${seen && ` ${seen.replaceAll('\n', ' ')}`}`
    const room = Math.max(0, (this.#out.columns ?? 80) - name.length - 5)
    this.#out.write(`${AFRESH}${c.cyan(frame ?? '')} ${name}  ${c.dim(rest.slice(0, room))}`)
  }
}
