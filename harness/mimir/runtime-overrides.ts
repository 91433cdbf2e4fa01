import { parse } from 'yaml'
import { call } from './call.ts'

/**
 * The runtime overrides of a tenant as a pod has them at this moment: those that differ from Mimir's defaults (`GET /runtime_config?mode=diff`).
 * @param url the pod's base URL
 * @throws Error where it can not be asked
 */
export async function overridesAt(url: string, tenant: string): Promise<Readonly<Record<string, unknown>>> {
  const { overrides } = (parse(await call(url, 'GET', '/runtime_config?mode=diff')) ?? {}) as {
    overrides?: Record<string, Record<string, unknown>>
  }
  return overrides?.[tenant] ?? {}
}
