import { z } from 'zod'

/** A request says in a header of its own what it carries, so that the gateway can name what a gateway defect hit. */
export const REQUEST_ID_HEADER = 'x-gauntlet-op'

const WriteOp = z.object({
  kind: z.literal('write'),
  tenant: z.number().int(),
  stripe: z.number().int(),
  /** First and last tick. */
  ticks: z.tuple([z.number().int(), z.number().int()]),
})
export type WriteOp = z.infer<typeof WriteOp>

/** The header's value. */
export const requestId = (op: WriteOp): string => JSON.stringify(op)

/** What a request said it carries, or undefined when it said nothing or nothing that can be read. */
export function parseRequestId(value: string | undefined): WriteOp | undefined {
  if (value === undefined) return undefined
  try {
    return WriteOp.parse(JSON.parse(value))
  } catch {
    return undefined
  }
}
