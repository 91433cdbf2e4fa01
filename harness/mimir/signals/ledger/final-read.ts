import type { Recorder } from '../../../history/recorder.ts'
import { type Clock, systemClock } from '../../../util/clock.ts'
import type { Question } from '../reads/probe.ts'
import { Reader } from '../reads/reader.ts'
import { samplesOf } from '../reads/sample-reads.ts'
import { type Dataset, everyStripeOf, kindOf, seriesOfStripe } from './dataset.ts'
import { increasesOf } from './kinds/increase.ts'
import { mostLate } from './kinds/kind-schedule.ts'

/** Samples in one answer, at most (unless one tick alone has more). A histogram is much longer than a float. */
const MOST_SAMPLES = { floats: 50_000, others: 2000 }
const TIMEOUT_MS = 30_000
const ATTEMPTS = 3
const PAUSE_MS = 1000
const IN_FLIGHT = 4

export interface FinalReadOptions {
  dataset: Dataset
  /** `http://host:port` of what is to answer: the gateway, or for `blocks-only` a way around the ingesters. */
  url: string
  recorder: Recorder
  /** final: whatever Mimir has. store: asked where only blocks can answer. */
  path: 'final' | 'blocks-only'
  /** The last timestamp to read, ms: the ledger wrote nothing later. */
  to: number
  clock?: Clock
}

/**
 * Reads every sample since the epoch once, in chunks. Three attempts a chunk, as this judges data and not availability; each attempt
 * is an event of its own.
 * @returns how many chunks there were, and how many of them could not be read
 */
export async function readAll(options: FinalReadOptions): Promise<{ chunks: number; neverRead: number }> {
  const { clock = systemClock } = options
  const reader = new Reader(options.dataset, options.url, options.recorder)
  const questions = chunksOf(options.dataset, options.path, options.to)
  const queue = questions.values()
  let neverRead = 0
  const worker = async () => {
    // The iterator is shared: every question goes to one worker.
    for (const question of queue) if (!(await readChunk(reader, question, clock))) neverRead++
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker))
  await reader.close()
  return { chunks: questions.length, neverRead }
}

async function readChunk(reader: Reader, question: Question, clock: Clock): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    const { outcome } = await reader.ask(question, clock.now(), TIMEOUT_MS)
    if (outcome === 'ok') return true
    if (attempt === ATTEMPTS) return false
    await clock.sleep(PAUSE_MS)
  }
}

/** Questions that together cover `epoch <= timestamp <= to` of every tenant and stripe, and what was before it of those that come late. */
export function chunksOf(dataset: Dataset, path: 'final' | 'blocks-only', to: number): Question[] {
  const end = Math.floor(to)
  return dataset.tenants.flatMap((_, tenant) =>
    everyStripeOf(dataset, tenant).flatMap(stripe => {
      const kind = kindOf(dataset, stripe)
      const most = MOST_SAMPLES[kind === undefined ? 'floats' : 'others']
      const ticks = Math.max(1, Math.floor(most / seriesOfStripe(dataset, stripe).length))
      const questions: Question[] = []
      for (
        let from = dataset.epoch - 1 - mostLate(kind, dataset.interval);
        from < end;
        from += ticks * dataset.interval
      ) {
        const window = { from, to: Math.min(end, from + ticks * dataset.interval) }
        questions.push(samplesOf(dataset, path, stripe, window))
      }
      return kind === 'counter' ? [...questions, ...increasesOf(dataset, path, stripe, end)] : questions
    }),
  )
}
