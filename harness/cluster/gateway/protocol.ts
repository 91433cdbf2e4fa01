import { z } from 'zod'

/** What the gateway has to know of a subject's requests for the defects that it can inject. */
export const Protocol = z.object({
  /** The header that names the tenant, in small letters. */
  tenantHeader: z.string(),
  /** The route on which data are read. */
  reads: z.string(),
  /** The route on which data are written, by POST, and paths of it that carry none. */
  writes: z.object({ route: z.string(), except: z.array(z.string()) }),
  /** The path of a module that exports `changeValues: ChangeValues`. */
  answers: z.string(),
})
export type Protocol = z.infer<typeof Protocol>

/** Changes every value in an answer. Gives the new body, and how many values it changed: 0 for what holds none. */
export type ChangeValues = (body: string) => { body: string; changed: number }
