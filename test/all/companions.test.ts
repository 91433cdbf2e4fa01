import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HistoryEvent } from '../../harness/history/events.ts'
import type { Finding } from '../../harness/history/verdict.ts'
import type { Client, ClientContext, LiveSignal, RunningClient } from '../../harness/load/client.ts'
import { alerts, archive, referencePrometheus } from '../../harness/mimir/index.ts'
import { rulesApi } from '../../harness/mimir/signals/rules/index.ts'
import { readWrite } from '../../harness/mimir/topology/modes.ts'
import { Observer } from '../../harness/observer/observer.ts'
import { systemClock } from '../../harness/util/clock.ts'
import { streams } from '../judged.ts'
import { type TestCluster, testCluster } from '../real/cluster.ts'
import { allowing, runOf } from '../unit/checks/histories.ts'

/** Milliseconds: two notifications come 10 to 15 s after each other. */
const WHILE = 18_000

let it: TestCluster

beforeAll(async () => {
  it = await testCluster('ip')
  await it.deployment.apply(readWrite({ zones: 2, pace: 'fast', replicas: { 'mimir-read': 1 } }))
})
afterAll(() => it[Symbol.asyncDispose]())

/** A signal beside a Mimir of five processes, with a history of its own, and others that its check looks at. */
class Beside {
  readonly events: HistoryEvent[] = []
  readonly #signal: LiveSignal
  readonly #run: ReturnType<typeof runOf>
  readonly #running: RunningClient[] = []

  constructor(signal: LiveSignal, others: readonly LiveSignal[]) {
    this.#signal = signal
    // What these windows measure here is a busy machine.
    const objectives = allowing(200, { steady: { alerts: 10_000 } })
    this.#run = runOf({ signals: [signal, ...others].map(s => s.name), objectives, spacing: { 'rules-api': 1000 } })
  }

  static async start(signal: LiveSignal, ...others: LiveSignal[]): Promise<Beside> {
    const it = new Beside(signal, others)
    const context = it.#context()
    for (const { client } of [signal, ...others]) {
      const user: Client = await client()
      await user.prepare?.(context)
      it.#running.push(await user.start(context))
    }
    return it
  }

  #context(): ClientContext {
    const recorder = { record: (event: HistoryEvent) => void this.events.push(event) }
    const { cluster } = it
    return {
      run: this.#run,
      cluster,
      places: {},
      recorder,
      observer: new Observer(cluster.prometheus, recorder, 'fast', cluster),
      folder: '',
      scratch: '',
      signal: new AbortController().signal,
      programs: {},
      parameters: {},
      deployment: it.deployment,
      random: Math.random,
    }
  }

  /** Ends it, and judges what it saw. */
  async finding(): Promise<Finding> {
    for (const running of this.#running) await running.stop()
    const finding = Object.values(this.#signal.checks!)[0]!.judge(this.#run, this.events, streams)!
    console.log(`${finding.verdict}: ${finding.summary}`)
    return finding
  }
}

/** All of them work at the same time on one Mimir, and each test looks at its own part: first nobody touches them, then what each watches is broken. */
let old: Beside
let calm: { alerts: Finding; witness: Finding; events: readonly HistoryEvent[] }
let broken: { alerts: Finding; witness: Finding; events: readonly HistoryEvent[]; archive: Finding }

beforeAll(async () => {
  old = await Beside.start(archive)
  calm = await both(async () => {})
  const disturbed = await both(async () => {
    await deleteSilence()
    await it.cluster.injectDefect({ kind: 'drop-push', every: 3 })
    await systemClock.sleep(5000)
    await it.cluster.injectDefect(undefined)
  })
  for (const zone of ['a', 'b']) await it.cluster.injector.kill(`mimir-backend-zone-${zone}-0`)
  await systemClock.sleep(5000)
  broken = { ...disturbed, archive: await old.finding() }
})

/** Alerts and a witness for a while, and something that is done in the middle of it. */
async function both(act: () => Promise<unknown>) {
  const comparing = await Beside.start(referencePrometheus)
  const watching = await Beside.start(alerts, rulesApi)
  await systemClock.sleep(WHILE / 2)
  await act()
  await systemClock.sleep(WHILE / 2)
  return {
    alerts: await watching.finding(),
    witness: await comparing.finding(),
    events: [...watching.events, ...comparing.events],
  }
}

async function deleteSilence(): Promise<void> {
  const silences = (await (await api('silences')).json()) as { id: string; status: { state: string } }[]
  for (const { id, status } of silences) if (status.state === 'active') await api(`silence/${id}`, { method: 'DELETE' })
}

const kinds = ({ evidence }: Finding) => evidence.map(e => e.kind)
const api = (path: string, init: RequestInit = {}) =>
  fetch(`${it.cluster.gateway}/alertmanager/api/v2/${path}`, {
    ...init,
    headers: { 'x-scope-orgid': 'tenant-a' },
    signal: AbortSignal.timeout(5000),
  })

test('alerts: valid while nobody touches them', () => {
  const { alerts: finding, events } = calm
  expect(finding.evidence).toEqual([])
  expect(finding.verdict).toBe('valid')
  expect(finding.summary).toMatch(
    /^\d+ reads, 0 failed, 0 with silence or alerts not as set up; .*; [2-4] notifications of GauntletFiring/,
  )
  expect(events.filter(e => e.type === 'notification').flatMap(e => e.alerts)).not.toContain('GauntletSilenced')
})

test('alerts: red when somebody deletes the silence', () => {
  const { alerts: finding } = broken
  expect(finding.verdict).toBe('invalid')
  // It is notified again and again.
  expect([...new Set(kinds(finding))]).toEqual(['silence', 'unsuppressed', 'notified'])
  expect(finding.evidence[0]!.text).toMatch(/^the silence of GauntletSilenced was not active in \d+ reads from /)
})

test('witness: valid while Mimir keeps everything', () => {
  const { witness: finding } = calm
  expect(finding.evidence).toEqual([])
  expect(finding.verdict).toBe('valid')
  // 5 series of each of 5 pods, a sample a second, over 46 s: it takes half a minute until the held alert fires.
  expect(finding.summary).toMatch(
    /^1,\d{3} samples of 25 series compared: 0 missing, 0 different, 0 extra; the observer sent /,
  )
})

test('witness: red when a push is answered and not kept', () => {
  const { witness: finding, events } = broken
  expect(finding.verdict).toBe('invalid')
  expect(kinds(finding)).toEqual(['missing'])
  expect(finding.evidence[0]!.text).toMatch(/samples? of the observer missing in Mimir: \w+\{.*pod="mimir-/)
  const seen = events.find(e => e.type === 'reference-prometheus')!
  expect(seen.missing.samples).toBeGreaterThan(0)
  expect(seen.missing.samples).toBeLessThan(seen.samples)
})

test('archive: read whole from blocks, and red when nobody has the blocks any more', () => {
  expect(broken.archive.verdict).toBe('invalid')
  expect(kinds(broken.archive)).toContain('errors')
  const reads = old.events.filter(e => e.type === 'archive')
  expect(reads.slice(0, 20).map(e => e.found - e.expected + e.wrong)).toEqual(reads.slice(0, 20).map(() => 0))
})
