import type { ProgramSpec } from '../toolchain/program-spec.ts'
import { tools } from '../toolchain/tools.ts'

/** The Prometheus under test is the one that observes: one program, one flag. */
export const prometheusProgram: ProgramSpec = {
  tool: tools.prometheus,
  image: version => `prom/prometheus:v${version}`,
  // nobody, as its Dockerfile has it.
  user: 65_534,
}
