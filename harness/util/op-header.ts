import { z } from 'zod'

/** A request says in a header of its own what it carries, so that the gateway can name what a planted defect hit. */
export const OP_HEADER = 'x-gauntlet-op'

const WriteOp = z.object({
  kind: z.literal('write'),
  tenant: z.number().int(),
  shard: z.number().int(),
  /** First and last tick. */
  ticks: z.tuple([z.number().int(), z.number().int()]),
})
export type WriteOp = z.infer<typeof WriteOp>

/** The header's value. */
export const opHeader = (op: WriteOp): string => JSON.stringify(op)

/** What a request said it carries, or undefined when it said nothing or nothing that can be read. */
export function parseOpHeader(value: string | undefined): WriteOp | undefined {
  if (value === undefined) return undefined
  try {
    return WriteOp.parse(JSON.parse(value))
  } catch {
    return undefined
  }
}
