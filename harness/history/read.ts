import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { reason, UsageError } from '../util/errors.ts'
import { parseJson } from '../util/json.ts'
import { coreEvents, type HistoryEvent } from './events.ts'
import { RUN_SCHEMA, RunFile, type RunInfo } from './run-info.ts'
import type { Signal } from './signal.ts'
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
 * @param signals those of the run's subject: what they record and add to run.json may be there.
 * @throws UsageError, one line that names the file (and line), what was expected and what to do.
 */
export async function readRun(dir: string, signals: readonly Signal[]): Promise<RunFolder> {
  const schema = RunFile.extend(Object.assign({}, ...signals.map(s => s.fields ?? {})))
  // The compiler knows the fields of signals by declaration merging.
  const run = (await parseRun(dir, schema)) as unknown as RunInfo
  const history = await text(dir, 'history.ndjson')
  return { run, ...parseHistory(history, join(dir, 'history.ndjson'), run.command, eventSchema(signals)) }
}

/** Every event that a history with these signals may hold. */
function eventSchema(signals: readonly Signal[]): z.ZodType<HistoryEvent> {
  const schemas = [...coreEvents, ...signals.flatMap(s => s.records)]
  // The types of what signals record are in EventTypes, which the compiler can not derive from schemas that come later.
  return z.discriminatedUnion('type', schemas as unknown as typeof coreEvents) as unknown as z.ZodType<HistoryEvent>
}

/** Reads what run.json says of every run. @throws UsageError as readRun does. */
export const readRunFile = (dir: string): Promise<RunFile> => parseRun(dir, RunFile)

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

async function parseRun<T>(dir: string, wanted: z.ZodType<T>): Promise<T> {
  const found = await stat(dir).catch(() => undefined)
  if (!found?.isDirectory()) throw new UsageError(`no run folder at ${dir}`, NAME_ONE)
  const file = join(dir, 'run.json')
  const json = parseJson(await text(dir, 'run.json'))
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
  const parsed = wanted.safeParse(json)
  if (parsed.success) return parsed.data
  throw new UsageError(`${file}: ${firstIssue(parsed.error)}`, 'name another run folder, or repeat the run')
}

function parseHistory(
  content: string,
  file: string,
  command: string,
  schema: z.ZodType<HistoryEvent>,
): Omit<RunFolder, 'run'> {
  const lines = content.split('\n')
  const last = lines.pop()!
  const events = lines.map((line, i) => {
    const json = parseJson(line)
    const parsed = schema.safeParse(json)
    if (parsed.success) return parsed.data
    const wrong = json === undefined ? `expected one JSON object, got ${line.slice(0, 40)}` : firstIssue(parsed.error)
    throw new UsageError(`${file}:${i + 1}: ${wrong}`, `the file is damaged; repeat the run: ${command}`)
  })
  if (last === '') return { events }
  const whole = schema.safeParse(parseJson(last))
  if (whole.success) return { events: [...events, whole.data] }
  return { events, torn: `${file}:${lines.length + 1} is cut off after ${last.length} characters and was left out` }
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0]!
  return [...(issue.path.length > 0 ? [issue.path.join('.')] : []), issue.message].join(': ')
}
