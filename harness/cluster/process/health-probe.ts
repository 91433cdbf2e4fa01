import type { Probe } from '../../fleet/fleet.ts'
import { systemClock } from '../../util/clock.ts'
import { reason } from '../../util/errors.ts'
import { request, said } from '../../util/request.ts'

/** A probe failed so often that its container has to go. */
export class ProbeFailed extends Error {
  override name = 'ProbeFailed'
  constructor(which: string, { failureThreshold, path }: Probe, last: string) {
    super(`${which} probe failed ${failureThreshold} times in a row: GET ${path}: ${last}`)
  }
}

/**
 * Asks a startup probe until it succeeds.
 * @param url of what the probe asks.
 * @throws ProbeFailed, or the signal's reason when it fires.
 */
export async function startsUp(url: string, probe: Probe, signal: AbortSignal): Promise<void> {
  let failures = 0
  for await (const failure of outcomes(url, probe, signal)) {
    if (failure === undefined) return
    if (++failures === probe.failureThreshold) throw new ProbeFailed('startup', probe, failure)
  }
}

/**
 * Asks a liveness probe, again and again.
 * @param url of what the probe asks.
 * @throws ProbeFailed, or the signal's reason when it fires; never returns.
 */
export async function livesOn(url: string, probe: Probe, signal: AbortSignal): Promise<void> {
  let failures = 0
  for await (const failure of outcomes(url, probe, signal)) {
    failures = failure === undefined ? 0 : failures + 1
    if (failures === probe.failureThreshold) throw new ProbeFailed('liveness', probe, failure!)
  }
}

/** What each request comes to: undefined for success, or why it failed. One that takes longer than the period delays the next. */
async function* outcomes(url: string, probe: Probe, signal: AbortSignal): AsyncGenerator<string | undefined> {
  let due = systemClock.now() + probe.initialDelay
  for (;;) {
    await systemClock.sleep(Math.max(0, due - systemClock.now()), signal)
    due = Math.max(due, systemClock.now()) + probe.period
    const failure = await failureOf(url, probe.timeout)
    signal.throwIfAborted()
    yield failure
  }
}

/** @returns undefined where it succeeded */
async function failureOf(url: string, timeout: number): Promise<string | undefined> {
  try {
    const reply = await request(url, { timeout })
    return reply.status >= 200 && reply.status < 400 ? undefined : said(reply)
  } catch (thrown) {
    return reason(thrown)
  }
}
