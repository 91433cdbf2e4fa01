import { readdirSync, readFileSync } from 'node:fs'

/** Clock ticks a second in proc(5), on every Linux that Node runs on. */
export const HERTZ = 100

/** A process as /proc has it. */
export interface ProcessStat {
  pid: number
  parent: number
  /** Its program's name, 15 characters at most. */
  name: string
  /** Clock ticks on a CPU: its own, and those of children that ended and were waited for. */
  ticks: { own: number; children: number }
}

/** All processes that this one can see; none where there is no /proc. */
export function processStats(): ProcessStat[] {
  try {
    return readdirSync('/proc').flatMap(name => (/^\d+$/.test(name) ? (statOf(name) ?? []) : []))
  } catch {
    return []
  }
}

function statOf(pid: string): ProcessStat | undefined {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'latin1'))
  } catch {
    return undefined
  }
}

/** A line of /proc/<pid>/stat: the command in parentheses may hold anything; utime, stime, cutime and cstime are the 12th to 15th field behind it. */
export function parseStat(line: string): ProcessStat {
  const end = line.lastIndexOf(')')
  const fields = line.slice(end + 2).split(' ')
  const [user, system, childUser, childSystem] = fields.slice(11, 15).map(Number) as [number, number, number, number]
  return {
    pid: Number.parseInt(line, 10),
    parent: Number(fields[1]),
    name: line.slice(line.indexOf('(') + 1, end),
    ticks: { own: user + system, children: childUser + childSystem },
  }
}
