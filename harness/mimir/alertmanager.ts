import { z } from 'zod'
import { call } from './call.ts'

/** Where Mimir serves Alertmanager's own API (its default prefix). */
export const ALERTMANAGER_API = '/alertmanager/api/v2'

/**
 * Sets a tenant's Alertmanager configuration: `POST /api/v1/alerts`, answered 201. Alertmanagers load it when they next poll the store.
 * @param url `http://host:port` of a gateway or Alertmanager
 * @param config Alertmanager's configuration as YAML, inside Mimir's own: `alertmanager_config: |`
 * @throws Error with status and answer when it is not taken within 10 s
 */
export async function postAlertmanagerConfig(url: string, tenant: string, config: string): Promise<void> {
  await call(url, 'POST', '/api/v1/alerts', { tenant, body: { type: 'application/yaml', text: config }, expect: 201 })
}

/** A silence for all alerts with these labels, as Alertmanager's API wants it. Times are ISO 8601. */
interface NewSilence {
  matchers: { name: string; value: string; isRegex: boolean; isEqual: boolean }[]
  startsAt: string
  endsAt: string
  createdBy: string
  comment: string
}

/** Creates a silence. @returns its id. @throws Error with status and answer when it is not taken, as while the tenant's configuration is not loaded. */
export async function postSilence(url: string, tenant: string, silence: NewSilence): Promise<string> {
  const body = { type: 'application/json', text: JSON.stringify(silence) } as const
  const answer = await call(url, 'POST', `${ALERTMANAGER_API}/silences`, { tenant, body, expect: 200 })
  return z.object({ silenceID: z.string() }).parse(JSON.parse(answer)).silenceID
}
