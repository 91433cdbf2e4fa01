import { z } from 'zod'
import { done, type Look, notYet } from '../../../util/until.ts'
import { call } from '../../call.ts'

const Alerts = z.object({
  data: z.object({
    alerts: z.array(z.object({ labels: z.object({ alertname: z.string() }), state: z.string(), activeAt: z.string() })),
  }),
})

/** Since when an alert of a tenant is active (ms), as rulers say it, once it fires. @throws Error where they can not be asked */
export async function firesSince(gateway: string, tenant: string, alert: string): Promise<Look<number>> {
  const { data } = Alerts.parse(JSON.parse(await call(gateway, 'GET', '/prometheus/api/v1/alerts', { tenant })))
  const found = data.alerts.find(a => a.labels.alertname === alert)
  return found?.state === 'firing' ? done(Date.parse(found.activeAt)) : notYet(found?.state ?? 'rulers do not have it')
}
