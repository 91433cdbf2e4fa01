import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Client, ClientContext, RunningClient } from '../../../load/client.ts'
import { systemClock } from '../../../util/clock.ts'
import { reason } from '../../../util/errors.ts'
import { sibling } from '../../../util/sibling.ts'
import { call } from '../../call.ts'
import { type K6Process, startK6 } from '../k6-process.ts'
import { floodRateParameter } from './flood-parameters.ts'
import { FloodKind } from './flood-records.ts'
import { NOISY } from './noisy.ts'

const script = sibling(import.meta.url, './script/flooding')

interface Flowing {
  kind: FloodKind
  from: number
  k6: K6Process
}

/**
 * A tenant that floods the others, by k6: remote-write requests, queries or rule groups, in an open loop at a constant rate (`--flood-rate`), whatever is answered. It does nothing until a fault
 * turns it on. The summary as k6 has it and its log are in the run's folder, in `flood-<n>/`.
 */
export const floodClient = (): Client => ({
  async start(context): Promise<RunningClient> {
    let flowing: Flowing | undefined
    let floods = 0
    const ebb = async () => {
      if (flowing) await record(context, flowing)
      flowing = undefined
    }
    return {
      async turn(what) {
        await ebb()
        if (what === undefined) return
        flowing = await begin(context, FloodKind.parse(what), ++floods)
      },
      stop: ebb,
    }
  },
})

async function begin(context: ClientContext, kind: FloodKind, nth: number): Promise<Flowing> {
  const body = kind === 'queries' || kind === 'rules' ? {} : await bodyOf(kind, join(context.scratch, `flood-${nth}`))
  const from = systemClock.now()
  const k6 = await startK6(context, {
    script,
    folder: join(context.folder, `flood-${nth}`),
    env: { TENANT: NOISY, KIND: kind, RATE: String(rateOf(kind, context.parameters)), ...body },
  })
  return { kind, from, k6 }
}

/** What writes are made of. @param file that the body is written to */
async function bodyOf(kind: FloodKind, file: string): Promise<{ BODY: string; LAYOUT: string }> {
  const { floodBody } = await import('./flood-body.ts')
  const { bytes, layout } = floodBody(kind)
  await writeFile(file, bytes)
  return { BODY: file, LAYOUT: JSON.stringify(layout) }
}

/** A rule group stays and is evaluated every second, so there are fewer of them. */
const RULE_GROUP = 50

/** Requests a second. */
const rateOf = (kind: FloodKind, parameters: ClientContext['parameters']): number => {
  const rate = Number(parameters[floodRateParameter.flag])
  return kind === 'rules' ? Math.ceil(rate / RULE_GROUP) : rate
}

async function record({ recorder, parameters, cluster }: ClientContext, { kind, from, k6 }: Flowing): Promise<void> {
  const ended = await k6.end()
  if (kind === 'rules') await call(cluster.gateway, 'DELETE', `/prometheus/config/v1/rules/${NOISY}`, { tenant: NOISY })
  const to = systemClock.now()
  try {
    const { readFloodSummary } = await import('./flood-summary.ts')
    const counts = await ended.summary(readFloodSummary)
    recorder.record({ type: 'flood', kind, from, to, wanted: rateOf(kind, parameters), ...counts })
  } catch (thrown) {
    recorder.record({ type: 'fact', fact: NO_SUMMARY, at: to, value: reason(thrown) })
  }
}

const NO_SUMMARY = 'a flood left no summary'
