import { pathDefaults } from '../../harness/history/signal.ts'
import { mimir } from '../../harness/mimir/mimir.ts'
import { aligned } from './table.ts'

const seconds = (ms: number): string => (ms < 1000 ? `${ms} ms` : `${ms / 1000} s`)

/** Every path on which clients live, what is demanded of it where a scenario says nothing, and what it may ask for at most. */
export function pathsTable(): string {
  const defaults = pathDefaults(mimir.signals)
  const usual = (path: string): number => {
    const { usual: own } = defaults[path]!
    return typeof own === 'number' ? own : usual(own.like)
  }
  const signalOf = (path: string) => mimir.signals.find(s => s.objectives?.[path])!.name
  return aligned([
    ['path', 'signal', 'longest gap and latency', 'at most, outside of faults'],
    ...Object.entries(defaults).map(([path, { most }]) => [
      `\`${path}\``,
      signalOf(path),
      seconds(usual(path)),
      seconds(most),
    ]),
  ])
}
