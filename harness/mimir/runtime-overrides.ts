import { parse } from 'yaml'
import { call } from './call.ts'

/** Settings of a tenant that differ from Mimir's defaults. */
type Settings = Readonly<Record<string, unknown>>

/**
 * The runtime overrides of all tenants that have some, by tenant, as a pod has them at this moment.
 * @param url the pod's base URL
 * @throws Error where it can not be asked
 */
export async function allOverridesAt(url: string): Promise<Readonly<Record<string, Settings>>> {
  const { overrides } = (parse(await call(url, 'GET', '/runtime_config?mode=diff')) ?? {}) as {
    overrides?: Record<string, Settings>
  }
  return overrides ?? {}
}

/**
 * The runtime overrides of a tenant as a pod has them at this moment: those that differ from Mimir's defaults (`GET /runtime_config?mode=diff`).
 * @param url the pod's base URL
 * @throws Error where it can not be asked
 */
export const overridesAt = async (url: string, tenant: string): Promise<Settings> =>
  (await allOverridesAt(url))[tenant] ?? {}
