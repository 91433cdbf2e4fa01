import { mimirProgram } from '../../harness/mimir/program.ts'
import type { ReleasedTool } from '../../harness/toolchain/tools.ts'
import { tools } from '../../harness/toolchain/tools.ts'

/** A product that can be broken: its program, and the Go module that its source is in. */
interface Product {
  tool: ReleasedTool
  module: string
}

export const products = {
  mimir: { tool: mimirProgram.tool, module: 'github.com/grafana/mimir' },
  prometheus: { tool: tools.prometheus, module: 'github.com/prometheus/prometheus' },
} as const satisfies Readonly<Record<string, Product>>

/** The product that a mutant is of. */
export const productOf = ({ of = 'mimir' }: { of?: keyof typeof products | undefined }): Product => products[of]
