import type { Judged, NotTold } from '../../harness/index.ts'

/** What a run has lost by its findings: ticks of the history and scraped ones, at the first reading after the move. */
export interface Lost {
  history: number
  scraped: number
  /** The first and the last lost tick, ms. */
  from: number
  to: number
  /** Sample times that were there and were not the machine's. */
  foreign: number
}

/** What check `ticks` has found; undefined where nothing was read after the move. */
export function lostIn({ events, findings }: Judged): Lost | undefined {
  if (!events.some(e => e.type === 'reading' && e.moment === 'moved')) return undefined
  const evidence = findings.find(f => f.check === 'ticks')?.evidence.filter(e => e.data?.moment === 'moved') ?? []
  const lost = evidence.filter(e => e.kind === 'lost')
  const ticks = (of: string) => lost.filter(e => e.data?.of === of).reduce((sum, e) => sum + Number(e.data?.ticks), 0)
  return {
    history: ticks('of the history'),
    scraped: ticks('that were scraped before the move'),
    from: Math.min(...lost.map(e => e.from ?? Number.POSITIVE_INFINITY)),
    to: Math.max(...lost.map(e => e.to ?? Number.NEGATIVE_INFINITY)),
    foreign: evidence.filter(e => e.kind === 'foreign').reduce((sum, e) => sum + Number(e.data?.times), 0),
  }
}

/** What a control predicts of that, and what contradicts it. */
export const lacks =
  (predicted: (judged: Judged) => Partial<Lost> | undefined) =>
  (judged: Judged): string | NotTold | undefined => {
    const seen = lostIn(judged)
    const expected = predicted(judged)
    if (!seen || !expected) return { notTold: 'nothing was read after the move' }
    const other = (Object.keys(expected) as (keyof Lost)[]).filter(part => seen[part] !== expected[part])
    return other.length === 0
      ? undefined
      : other.map(part => `${part}: ${seen[part]}, where ${expected[part]} were predicted`).join('; ')
  }

/** The server died at its start, and its last words are these. */
export const refuses =
  (words: RegExp) =>
  ({ findings }: Judged): string | undefined => {
    const lines = findings.find(f => f.check === 'pods')?.evidence.flatMap(e => e.lines ?? []) ?? []
    return lines.some(line => words.test(line))
      ? undefined
      : `no line of its log is like ${words}: ${lines.at(-1) ?? 'it said nothing'}`
  }
