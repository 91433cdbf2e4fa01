import type { Dataset } from '../dataset-schema.ts'
import { LATE } from './kind-schedule.ts'

/** How old a late sample may be when it comes: twice as old as the latest are, as their requests may wait. */
const WINDOW = `${Math.ceil((2 * LATE.at(-1)!) / 60_000)}m`

/** Settings of the tenants that samples come late to, by name. Others have no out-of-order window, as by Mimir's default: there such samples must be refused. */
export const windowsOf = ({ kinds = {} }: Dataset): Record<string, { out_of_order_time_window: string }> =>
  Object.fromEntries(
    Object.entries(kinds)
      .filter(([, own]) => own.includes('late'))
      .map(([tenant]) => [tenant, { out_of_order_time_window: WINDOW }]),
  )
