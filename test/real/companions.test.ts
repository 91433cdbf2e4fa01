import { afterAll, beforeAll, expect, test } from 'vitest'
import { alerts as judgeAlerts } from '../../harness/checks/alerts.ts'
import { archive as judgeArchive } from '../../harness/checks/archive.ts'
import { witness as judgeWitness } from '../../harness/checks/witness.ts'
import type { HistoryEvent } from '../../harness/history/events.ts'
import type { Finding } from '../../harness/history/verdict.ts'
import { alerts } from '../../harness/load/alerts/alerts.ts'
import { archive } from '../../harness/load/archive/archive.ts'
import type { Companion, CompanionContext } from '../../harness/load/companion.ts'
import { witness } from '../../harness/load/witness/witness.ts'
import { Observer } from '../../harness/observer/observer.ts'
import { readWrite } from '../../harness/topology/modes.ts'
import { systemClock } from '../../harness/util/clock.ts'
import { runOf } from '../unit/checks/histories.ts'
import { type TestCluster, testCluster } from './cluster.ts'

/** Milliseconds: two notifications come 10 to 15 s after each other. */
const WHILE = 18_000

let it: TestCluster

beforeAll(async () => {
  it = await testCluster('ip')
  await it.cluster.apply(readWrite({ zones: 2, pace: 'fast', replicas: { 'mimir-read': 1 } }))
})
afterAll(() => it[Symbol.asyncDispose]())

/** Runs a companion for a while beside a Mimir of five processes, does something to it in the middle, and judges what it saw. */
async function beside(
  companion: Companion,
  judge: (run: ReturnType<typeof runOf>, events: readonly HistoryEvent[]) => Finding | undefined,
  act: () => Promise<unknown> = async () => {},
) {
  // What these windows measure here is a busy machine.
  const run = runOf({ companions: [companion.name] })
  run.budget.perPath = { alerts: 10_000 }
  const events: HistoryEvent[] = []
  const recorder = { record: (event: HistoryEvent) => void events.push(event) }
  const { cluster } = it
  const context: CompanionContext = {
    run,
    cluster,
    recorder,
    observer: new Observer(cluster.prometheus, recorder, 'fast'),
    folder: '',
    scratch: '',
    signal: new AbortController().signal,
    programs: {},
    k6Rate: 0,
    random: Math.random,
  }
  await companion.prepare!(context)
  const running = await companion.start(context)
  await systemClock.sleep(WHILE / 2)
  await act()
  await systemClock.sleep(WHILE / 2)
  await running.stop()
  const finding = judge(run, events)!
  console.log(`${finding.verdict}: ${finding.summary}`)
  return { events, finding }
}

const kinds = ({ evidence }: Finding) => evidence.map(e => e.kind)
const api = (path: string, init: RequestInit = {}) =>
  fetch(`${it.cluster.gateway}/alertmanager/api/v2/${path}`, {
    ...init,
    headers: { 'x-scope-orgid': 'tenant-a' },
    signal: AbortSignal.timeout(5000),
  })

test('alerts: valid while nobody touches them', async () => {
  const { finding, events } = await beside(alerts(), judgeAlerts)
  expect(finding.evidence).toEqual([])
  expect(finding.verdict).toBe('valid')
  expect(finding.summary).toMatch(
    /^\d+ reads, 0 failed, 0 with silence or alerts not as set up; .*; [2-4] notifications of GauntletFiring/,
  )
  expect(events.filter(e => e.type === 'notification').flatMap(e => e.alerts)).not.toContain('GauntletSilenced')
})

test('alerts: red when somebody deletes the silence', async () => {
  const { finding } = await beside(alerts(), judgeAlerts, async () => {
    const silences = (await (await api('silences')).json()) as { id: string; status: { state: string } }[]
    for (const { id, status } of silences)
      if (status.state === 'active') await api(`silence/${id}`, { method: 'DELETE' })
  })
  expect(finding.verdict).toBe('invalid')
  expect(kinds(finding)).toEqual(['silence', 'unsuppressed', 'notified'])
  expect(finding.evidence[0]!.text).toMatch(/^the silence of GauntletSilenced was not active in \d+ reads from /)
})

test('witness: valid while Mimir keeps everything', async () => {
  const { finding } = await beside(witness(), judgeWitness)
  expect(finding.evidence).toEqual([])
  expect(finding.verdict).toBe('valid')
  // 5 series of each of 5 pods, a sample a second.
  expect(finding.summary).toMatch(
    /^\d{3} samples of 25 series compared: 0 missing, 0 different, 0 extra; the observer sent /,
  )
})

test('witness: red when a push is answered and not kept', async () => {
  const { finding, events } = await beside(witness(), judgeWitness, async () => {
    await it.cluster.plant({ kind: 'drop-push', every: 3 })
    await systemClock.sleep(5000)
    await it.cluster.plant(undefined)
  })
  expect(finding.verdict).toBe('invalid')
  expect(kinds(finding)).toEqual(['missing'])
  expect(finding.evidence[0]!.text).toMatch(/samples? of the observer missing in Mimir: \w+\{.*pod="mimir-/)
  const seen = events.find(e => e.type === 'witness')!
  expect(seen.missing.samples).toBeGreaterThan(0)
  expect(seen.missing.samples).toBeLessThan(seen.samples)
})

test('archive: read whole from blocks, and red when nobody has the blocks any more', async () => {
  const { finding, events } = await beside(archive(), judgeArchive, async () => {
    for (const zone of ['a', 'b']) await it.cluster.control.kill(`mimir-backend-zone-${zone}-0`)
  })
  expect(finding.verdict).toBe('invalid')
  expect(kinds(finding)).toContain('errors')
  const reads = events.filter(e => e.type === 'archive')
  expect(reads.slice(0, 20).map(e => e.found - e.expected + e.wrong)).toEqual(reads.slice(0, 20).map(() => 0))
})
