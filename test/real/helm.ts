import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { parseAllDocuments } from 'yaml'

/** A Kubernetes object, as far as tests look into it. */
export interface Manifest {
  kind: string
  metadata: { name: string; labels?: Record<string, string>; annotations?: Record<string, string> }
  data?: Record<string, string>
  spec?: { replicas?: number; template?: { spec: { containers: Container[]; nodeSelector?: Record<string, string> } } }
}

interface Container {
  args: string[]
  env: { name: string; value?: string; valueFrom?: { fieldRef?: { fieldPath: string } } }[]
}

/** A values file, or values as they are. */
export type Values = object | string

const chartFolder = (chart: string) => fileURLToPath(new URL(`../../charts/${chart}`, import.meta.url))

/** Path of a values file of a chart. */
export const valuesFile = (chart: string, file: string): string => join(chartFolder(chart), file)

/** Runs helm on one of our charts, with values laid over each other. Rejects with what helm says on standard error. */
export async function helm(verb: readonly string[], chart: string, ...values: Values[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'gauntlet-helm-'))
  try {
    const files = values.map((value, i) => {
      if (typeof value === 'string') return value
      writeFileSync(join(folder, `${i}.json`), JSON.stringify(value))
      return join(folder, `${i}.json`)
    })
    const homes = { HELM_CACHE_HOME: folder, HELM_CONFIG_HOME: folder, HELM_DATA_HOME: folder }
    const args = [...verb, chartFolder(chart), '--namespace', 'ns', ...files.flatMap(file => ['--values', file])]
    const options = { env: { ...process.env, ...homes }, timeout: 30_000, maxBuffer: 16 << 20 }
    return (await promisify(execFile)(process.env.HELM_BIN!, args, options)).stdout
  } catch (thrown) {
    throw new Error((thrown as { stderr?: string }).stderr || String(thrown))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The manifests that a chart makes of values, as text. */
export const rendered = (chart: string, ...values: Values[]): Promise<string> =>
  helm(['template', chart], chart, ...values)

/** The same as objects, by `Kind/name`. */
export async function manifests(chart: string, ...values: Values[]): Promise<Map<string, Manifest>> {
  const all = parseAllDocuments(await rendered(chart, ...values)).map((d): Manifest => d.toJS())
  return new Map(all.filter(Boolean).map(m => [`${m.kind}/${m.metadata.name}`, m]))
}

/** What helm says against these values, without its preamble. */
export const refusal = (chart: string, ...values: Values[]): Promise<string> =>
  rendered(chart, ...values).then(
    () => 'accepted',
    (thrown: Error) =>
      thrown.message
        .replace(/^Error: values don't meet[^\n]*\n\w+:\n/, '')
        .replace(/^Error: execution error at \([^)]*\): /, '')
        .replace(/\n+Use --debug flag.*$/s, '')
        .trim(),
  )
