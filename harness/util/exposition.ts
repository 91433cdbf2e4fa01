/** One series of a metric at the moment it was exposed. */
interface Exposed {
  labels: Record<string, string>
  value: number
}

/**
 * Reads the text format in which programs expose their metrics to Prometheus (version 0.0.4).
 * @returns tells the series of a metric, none where it is not exposed. Only their lines are looked at closely: a pod exposes thousands of others.
 * @throws Error, when a metric is asked for, with a line of it that is not of that format
 */
export function exposition(text: string): (metric: string) => Exposed[] {
  const lines = text.split('\n').map(line => line.trim())
  return metric => lines.filter(line => isOf(line, metric)).map(exposed)
}

/** A name ends at a blank or at its labels, so that no other metric is meant that begins like it. Comments begin with no name. */
const isOf = (line: string, metric: string): boolean =>
  line.startsWith(metric) && ' \t{'.includes(line[metric.length] ?? '-')

/** Name, labels, value, and a timestamp, which nobody here asks for. A brace in a label is no end: the last one is. */
const LINE = /^[a-zA-Z_:][\w:]*(?:[ \t]*\{(?<labels>.*)\}[ \t]*|[ \t]+)(?<value>[^\s{}]+)(?:[ \t]+-?\d+)?$/
const LABEL = /[ \t]*(?<name>[a-zA-Z_]\w*)[ \t]*=[ \t]*"(?<text>(?:[^"\\]|\\.)*)"[ \t]*(?:,[ \t]*|$)/y

function exposed(line: string): Exposed {
  const { labels = '', value = '' } = LINE.exec(line)?.groups ?? {}
  const number = numberOf(value)
  const pairs = labelsOf(labels)
  if (number === undefined || pairs === undefined)
    throw new Error(`not a line of exposed metrics: ${line.slice(0, 200)}`)
  return { labels: pairs, value: number }
}

/** As Go writes and reads numbers; undefined where it is none. */
function numberOf(text: string): number | undefined {
  const infinite = /^(?<sign>[+-]?)inf(?:inity)?$/i.exec(text)
  if (infinite) return infinite.groups!.sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  if (/^nan$/i.test(text)) return Number.NaN
  const number = Number(text)
  return text === '' || Number.isNaN(number) ? undefined : number
}

/** What stands between the braces; undefined where that is no list of labels. */
function labelsOf(text: string): Record<string, string> | undefined {
  const labels: Record<string, string> = {}
  const list = text.trim()
  for (let at = 0; at < list.length; at = LABEL.lastIndex) {
    LABEL.lastIndex = at
    const { name, text: escaped } = LABEL.exec(list)?.groups ?? {}
    if (name === undefined || escaped === undefined) return undefined
    labels[name] = escaped.replace(/\\([\\"n])/g, (_, char: string) => (char === 'n' ? '\n' : char))
  }
  return labels
}
