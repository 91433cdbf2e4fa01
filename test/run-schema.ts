import { RunFile, type RunInfo } from '../harness/history/run-info.ts'
import { signals } from './judged.ts'

const schema = RunFile.extend(Object.assign({}, ...signals.map(s => s.fields ?? {})))

/** A run.json of Mimir, with defaults. */
export const parsedRun = (run: unknown): RunInfo => schema.parse(run) as unknown as RunInfo
