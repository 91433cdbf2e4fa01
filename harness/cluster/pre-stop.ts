import { request } from 'undici'
import type { PreStop } from '../fleet/fleet.ts'
import type { Recorder } from '../history/recorder.ts'
import { systemClock } from '../util/clock.ts'
import { reason } from '../util/errors.ts'

/** A pre-stop hook in words: `POST /shutdown`, `sleep 3 s`. */
const wordsOf = (hook: PreStop): string => ('sleep' in hook ? `sleep ${hook.sleep} s` : `${hook.method} ${hook.path}`)

/**
 * Carries out what a workload wants before a pod of it is told to stop, and records how long that took and what came of it. An answer is read to
 * its end, however long it is: who hangs up early stops what the pod is doing for it.
 * @throws Error when a call is not answered by 2xx.
 */
export async function callPreStop(
  pod: { readonly name: string; readonly url: string },
  hook: PreStop,
  recorder: Recorder,
): Promise<void> {
  const from = systemClock.now()
  const note = (outcome: { status?: number; error?: string }) =>
    recorder.record({
      type: 'pre-stop',
      pod: pod.name,
      hook: wordsOf(hook),
      from,
      to: systemClock.now(),
      ...outcome,
    })
  if ('sleep' in hook) {
    await systemClock.sleep(hook.sleep * 1000)
    return note({})
  }
  const status = await statusOf(pod.url + hook.path, hook.method).catch((thrown: unknown) => {
    note({ error: reason(thrown) })
    throw thrown
  })
  note({ status })
  if (status >= 300) throw new Error(`pre-stop call ${hook.method} ${pod.url}${hook.path}: expected 2xx, got ${status}`)
}

/** Those that a kubelet calls by itself, before it stops a container for whatever reason. One that fails is recorded, and stops nothing. */
export async function callOwnHooks(
  pod: { readonly name: string; readonly url: string },
  hooks: readonly PreStop[],
  recorder: Recorder,
): Promise<void> {
  for (const hook of hooks) {
    if ('sleep' in hook || hook.method === 'GET') await callPreStop(pod, hook, recorder).catch(() => {})
  }
}

async function statusOf(url: string, method: 'GET' | 'POST'): Promise<number> {
  const { statusCode, body } = await request(url, { method })
  // Not `body.dump()`: that hangs up after 128 KiB.
  for await (const _ of body);
  return statusCode
}
