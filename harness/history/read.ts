import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { reason, UsageError } from '../util/errors.ts'
import { parseJson } from '../util/json.ts'
import { HistoryEvent } from './events.ts'
import { RUN_SCHEMA, RunInfo } from './run.ts'
import { VerdictFile } from './verdict.ts'

const NAME_ONE = 'name a folder of runs/, e.g. runs/latest'

export interface RunFolder {
  run: RunInfo
  events: HistoryEvent[]
  /** Says so when the last line was cut off, as a killed harness leaves it. That line is not among the events. */
  torn?: string
}

/**
 * Reads run.json and history.ndjson of a run folder. Every line is held to the schema (about 5 µs each).
 * @throws UsageError, one line that names the file (and line), what was expected and what to do.
 */
export async function readRun(dir: string): Promise<RunFolder> {
  const run = await readRunInfo(dir)
  return { run, ...parseHistory(await text(dir, 'history.ndjson'), join(dir, 'history.ndjson'), run.command) }
}

/** Reads run.json of a run folder alone. @throws UsageError as readRun does. */
export async function readRunInfo(dir: string): Promise<RunInfo> {
  const found = await stat(dir).catch(() => undefined)
  if (!found?.isDirectory()) throw new UsageError(`no run folder at ${dir}`, NAME_ONE)
  return parseRun(await text(dir, 'run.json'), join(dir, 'run.json'))
}

/** Ids of the runs in a folder, which are the names of their folders, the oldest first of each scenario. None where there is no such folder. */
export async function runsIn(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => [])
  return entries
    .filter(e => e.isDirectory())
    .map(e => e.name)
    .sort()
}

/** Reads verdict.json of a run folder; undefined where the run was not judged, or not to the end, or not by this version. */
export async function readVerdict(dir: string): Promise<VerdictFile | undefined> {
  const json = await readFile(join(dir, 'verdict.json'), 'utf8').catch(() => '')
  try {
    return VerdictFile.safeParse(JSON.parse(json)).data
  } catch {
    return undefined
  }
}

async function text(dir: string, name: string): Promise<string> {
  try {
    return await readFile(join(dir, name), 'utf8')
  } catch (thrown) {
    throw new UsageError(reason(thrown), NAME_ONE)
  }
}

function parseRun(content: string, file: string): RunInfo {
  const json = parseJson(content)
  if (json === undefined) throw new UsageError(`${file} is not JSON`, 'name another run folder, or repeat the run')
  const schema = typeof json === 'object' && json !== null && 'schema' in json ? json.schema : undefined
  if (typeof schema === 'number' && schema !== RUN_SCHEMA) {
    const [what, fix] =
      schema < RUN_SCHEMA
        ? ['an older', 'repeat the run, or use the version that wrote it']
        : ['a newer', 'use the version that wrote it']
    throw new UsageError(
      `${file} is of ${what} version: it has schema ${schema}, this program reads ${RUN_SCHEMA}`,
      fix,
    )
  }
  const parsed = RunInfo.safeParse(json)
  if (!parsed.success)
    throw new UsageError(`${file}: ${firstIssue(parsed.error)}`, 'name another run folder, or repeat the run')
  return parsed.data
}

function parseHistory(content: string, file: string, command: string): Omit<RunFolder, 'run'> {
  const lines = content.split('\n')
  const last = lines.pop()!
  const events = lines.map((line, i) => {
    const json = parseJson(line)
    const parsed = HistoryEvent.safeParse(json)
    if (parsed.success) return parsed.data
    const wrong = json === undefined ? `expected one JSON object, got ${line.slice(0, 40)}` : firstIssue(parsed.error)
    throw new UsageError(`${file}:${i + 1}: ${wrong}`, `the file is damaged; repeat the run: ${command}`)
  })
  if (last === '') return { events }
  const whole = HistoryEvent.safeParse(parseJson(last))
  if (whole.success) return { events: [...events, whole.data] }
  return { events, torn: `${file}:${lines.length + 1} is cut off after ${last.length} characters and was left out` }
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0]!
  return [...(issue.path.length > 0 ? [issue.path.join('.')] : []), issue.message].join(': ')
}
