import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type LogLine, parseLog } from './log-lines.ts'

/** The log of a pod, and the files of the run's folder that hold it. */
export interface PodLog {
  files: string[]
  /** In the order of time. */
  lines: LogLine[]
}

/** By pod. */
export type PodLogs = ReadonlyMap<string, PodLog>

/** Reads the logs of pods in a run's folder: of one that was replaced there are several. Pods without a log are left out. */
export async function readPodLogs(folder: string, pods: readonly string[]): Promise<PodLogs> {
  const names = (await readdir(join(folder, 'pods')).catch(() => [])).filter(name => name.endsWith('.log')).sort()
  const logs = new Map<string, PodLog>()
  for (const pod of pods) {
    const own = names.filter(name => name.startsWith(`${pod}.`))
    const texts = await Promise.all(own.map(name => readFile(join(folder, 'pods', name), 'utf8')))
    const lines = texts.flatMap(parseLog).sort((a, b) => a.at - b.at)
    if (lines.length > 0) logs.set(pod, { files: own.map(name => `pods/${name}`), lines })
  }
  return logs
}
