import { closeSync, openSync, writeSync } from 'node:fs'
import type { HistoryEvent } from './events.ts'

/** Takes events in; whoever acts on the cluster or measures it holds one. */
export interface Recorder {
  record(event: HistoryEvent): void
}

/**
 * Appends events to history.ndjson. Lines are gathered and written at least once a second, so memory stays bounded and a killed
 * harness loses at most the last second.
 */
export class FileRecorder implements Recorder, Disposable {
  readonly #file: number
  readonly #timer: NodeJS.Timeout
  #lines: string[] = []
  #listeners: ((event: HistoryEvent) => void)[] = []

  constructor(path: string) {
    this.#file = openSync(path, 'a')
    this.#timer = setInterval(() => this.flush(), 1000)
    this.#timer.unref()
  }

  record(event: HistoryEvent): void {
    this.#lines.push(JSON.stringify(event))
    for (const listener of this.#listeners) listener(event)
    if (this.#lines.length >= 512) this.flush()
  }

  /** Calls back for every event recorded from now on. */
  onEvent(listener: (event: HistoryEvent) => void): void {
    this.#listeners.push(listener)
  }

  flush(): void {
    if (this.#lines.length === 0) return
    const text = `${this.#lines.join('\n')}\n`
    this.#lines = []
    writeSync(this.#file, text)
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
    this.flush()
    closeSync(this.#file)
  }
}
