import { mimirProgram } from '../../harness/mimir/program.ts'
import { resolveTool } from '../../harness/toolchain/resolve.ts'

/** Finds or builds the real binaries once, before any test that needs them; says so, since a first build takes minutes. */
export default async function setup(): Promise<void> {
  const onProgress = (line: string) => console.log(line)
  process.env.MIMIR_BIN = (await resolveTool(mimirProgram.tool, { onProgress })).path
  process.env.PROMETHEUS_BIN = (await resolveTool('prometheus', { onProgress })).path
  process.env.K6_BIN = (await resolveTool('k6', { onProgress })).path
  process.env.HELM_BIN = (await resolveTool('helm', { onProgress })).path
}
