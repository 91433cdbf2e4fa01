/**
 * Text that is safe in XML and HTML alike: control characters become their Unicode pictures (ESC is "␛"), halves of surrogate pairs
 * and the two non-characters become U+FFFD. Tab, line feed and carriage return stay.
 */
export function printable(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must go; XML 1.0 (section 2.2) has no way to write them
      .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f]/g, c => String.fromCharCode(0x2400 + c.charCodeAt(0)))
      .replace(/[\x7f-\x9f\ufffe\uffff]/g, '\ufffd')
  )
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text for an element or a quoted attribute of XML or HTML. */
export const escapeMarkup = (text: string): string => printable(text).replace(/[&<>"']/g, c => entities[c]!)

/** At most `limit` characters; what was cut off is counted. */
export const clipped = (text: string, limit: number): string =>
  text.length <= limit ? text : `${text.slice(0, limit).trimEnd()}… (${count(text.length - limit)} more characters)`

/** At most `limit` characters, where the whole text is said elsewhere. */
export const shortened = (text: string, limit: number): string =>
  text.length <= limit ? text : `${text.slice(0, limit - 1).trimEnd()}…`

export const capitalised = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

/** 12034 -> "12,034" */
export const count = (n: number): string => n.toLocaleString('en-US', { maximumFractionDigits: 3 })

/** `plural(2, 'check')` -> "2 checks" */
export const plural = (n: number, noun: string): string => `${count(n)} ${noun}${n === 1 ? '' : 's'}`

const two = (n: number): string => String(n).padStart(2, '0')

/** A length of time in ms, as people say it: "812 ms", "3.25 s", "41.0 s", "4 m 05 s", "1 h 02 m". */
export function duration(ms: number): string {
  if (ms < 999.5) return `${Number(ms.toPrecision(3))} ms`
  if (ms < 9_995) return `${(ms / 1000).toFixed(2)} s`
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`
  const whole = Math.round(ms / 1000)
  if (whole < 3600) return `${Math.floor(whole / 60)} m ${two(whole % 60)} s`
  return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} m`
}

/** A moment as ms since the start of the run: "+12.400 s", "+3:12.400", "+1:03:12.400". */
export function moment(ms: number): string {
  const [sign, whole] = [ms < 0 ? '−' : '+', Math.round(Math.abs(ms))]
  const [hours, minutes, rest] = [Math.floor(whole / 3_600_000), Math.floor(whole / 60_000) % 60, whole % 60_000]
  const secondsText = (rest / 1000).toFixed(3)
  if (whole < 60_000) return `${sign}${secondsText} s`
  const clock = secondsText.padStart(6, '0')
  return hours > 0 ? `${sign}${hours}:${two(minutes)}:${clock}` : `${sign}${minutes}:${clock}`
}

const units: [suffix: string, say: (value: number) => string][] = [
  ['_ms', value => `${count(value)} ms`],
  ['_seconds', value => `${count(value)} s`],
  ['_percent', value => `${count(value)} %`],
  ['_per_second', value => `${count(value)} /s`],
  ['_bytes', bytes],
]

/** A measured number whose name carries its unit: `write_p99_ms`, 12.34 -> ["write p99", "12.34 ms"]. */
export function named(name: string, value: number): [name: string, value: string] {
  const unit = units.find(([suffix]) => name.endsWith(suffix))
  const bare = unit ? name.slice(0, -unit[0].length) : name
  return [bare.replaceAll('_', ' '), unit ? unit[1](value) : count(value)]
}

/** 8354201600 -> "7.8 GiB" */
export function bytes(value: number): string {
  const steps = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  const power = value < 1 ? 0 : Math.min(steps.length - 1, Math.floor(Math.log2(value) / 10))
  return `${count(Number((value / 1024 ** power).toFixed(power === 0 ? 0 : 1)))} ${steps[power]}`
}
