import type { HistoryEvent } from '../../../harness/history/events.ts'
import { at, fault, steady, step, write } from './histories.ts'

/** A calm of 30 s and a flood of 30 s behind a steady state of 5 s. */
const CALM = 35
const SECONDS = 65

export interface Flood {
  /** Milliseconds of a request of a tenant in the flood, and whether it is answered. */
  ms?: number
  /** And in calm. */
  calm?: number
  isOk?: (n: number) => boolean
  tenants?: number[]
  /** When the flood begins and when it ends, seconds. */
  from?: number
  to?: number
  /** Milliseconds of each second that all CPUs together work in it, of 2000. */
  used?: number
}

/** A flood is on no pod, and proved by its requests. */
const asFlood = (event: HistoryEvent): HistoryEvent => {
  const details = { effective: '50.0 requests a second arrive', recovered: '0.0 requests a second arrive' } as const
  if (event.type !== 'fault') return event
  const detail = details[event.phase as keyof typeof details]
  return { ...event, pods: [], ...(detail && { detail }) }
}

/** Ten writes a second of each tenant, of 100 ms in calm. */
export function flooded({
  ms = 100,
  calm = 100,
  isOk = () => true,
  tenants = [0, 1],
  from = CALM,
  to = SECONDS,
  used = 1000,
}: Flood): HistoryEvent[] {
  const writes = [0, 1].flatMap(tenant =>
    Array.from({ length: 10 * to }, (_, n): HistoryEvent => {
      const due = at(100 * n)
      const isHit = n >= 10 * from && tenants.includes(tenant)
      const ok = !isHit || isOk(n)
      return write(0, {
        tenant,
        due,
        start: due,
        end: due + (isHit ? ms : calm),
        ...(!ok && { outcome: 'unknown', status: 503 }),
      })
    }),
  )
  const looks = Array.from({ length: to }, (_, s): HistoryEvent => {
    const use = {
      cpus: 2,
      pods: { ingester: used / 2 },
      instruments: { gateway: used / 4 },
      outside: used / 4,
      stolen: 0,
    }
    return { type: 'cpu-use', from: at(1000 * s), to: at(1000 * s + 1000), use }
  })
  return [
    ...steady(5000),
    ...step(5000, 1000 * to, 'flood'),
    ...fault(1000 * from, 1000 * to, 'flood#1').map(asFlood),
    ...writes,
    ...looks,
  ]
}
