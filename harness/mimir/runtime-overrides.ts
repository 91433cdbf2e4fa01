import { parse } from 'yaml'
import { call } from './call.ts'

/** Settings of tenants, by tenant. */
type Overrides = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** Pods tell only what differs from Mimir's defaults, and what turns something off is none. */
const isOff = (value: unknown): boolean => value === undefined || value === 0 || value === false || value === ''

const isSame = (wanted: unknown, read: unknown): boolean =>
  (isOff(wanted) && isOff(read)) || JSON.stringify(wanted) === JSON.stringify(read)

/**
 * Whether a pod goes by these runtime overrides at this moment (`GET /runtime_config?mode=diff`, one request for all tenants).
 * @param url the pod's base URL
 * @param wanted by tenant; what turns something off is not told apart from what was never set
 * @returns true, or the first that is another one
 * @throws Error where it can not be asked
 */
export async function hasOverrides(url: string, wanted: Overrides): Promise<true | string> {
  const { overrides = {} } = (parse(await call(url, 'GET', '/runtime_config?mode=diff')) ?? {}) as {
    overrides?: Overrides
  }
  for (const [tenant, settings] of Object.entries(wanted)) {
    const late = Object.keys(settings).find(key => !isSame(settings[key], overrides[tenant]?.[key]))
    if (late !== undefined) return `${late} of ${tenant} is ${JSON.stringify(overrides[tenant]?.[late])}`
  }
  return true
}
