import { call } from './call.ts'

/**
 * Creates or replaces a rule group of a tenant: `POST /prometheus/config/v1/rules/{namespace}`, answered 202.
 * @param url `http://host:port` of a gateway or ruler
 * @param group one rule group as YAML
 * @throws Error with status and answer when it is not taken within 10 s
 */
export async function postRuleGroup(url: string, tenant: string, namespace: string, group: string): Promise<void> {
  const path = `/prometheus/config/v1/rules/${encodeURIComponent(namespace)}`
  await call(url, 'POST', path, { tenant, body: { type: 'application/yaml', text: group }, expect: 202 })
}
