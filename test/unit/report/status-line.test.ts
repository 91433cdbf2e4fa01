import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Output, type StatusOptions, statusLine } from '../../../harness/report/status-line.ts'
import type { Clock } from '../../../harness/util/clock.ts'

class Screen implements Output {
  text = ''
  isTTY = false
  columns = 60
  write(text: string): void {
    this.text += text
  }
}

let time = 0
const clock: Clock = { now: () => time, sleep: () => Promise.resolve() }
beforeEach(() => {
  time = 0
  // Bare text, whatever the terminal of the one who runs the tests can show.
  vi.stubEnv('NO_COLOR', '1')
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
})

/** Two steps: one with a long wait, one that fails. */
function story(screen: Screen, options: StatusOptions & { json?: boolean } = {}): string {
  time = 0
  const line = statusLine(screen, { clock, ...options })
  line.begin('kill ingester-zone-a-0')
  for (const at of [1000, 4900, 5000, 7000, 24_900, 25_200]) {
    time = at
    line.progress(`${at / 1000 - 1} of 30 ready`)
  }
  time = 26_250
  line.end(true)
  line.begin('read back every sample', 'usually 1 second')
  time = 27_000
  line.end(false, 'waited 0.7 s for 3 pods')
  return screen.text
}

test('without a terminal: begin, end, and a sign of life after 5 s, then every 20 s', () => {
  expect(story(new Screen())).toMatchInlineSnapshot(`
    "• kill ingester-zone-a-0
      … kill ingester-zone-a-0 (5.0 s): 4 of 30 ready
      … kill ingester-zone-a-0 (25.2 s): 24.2 of 30 ready
    ✓ kill ingester-zone-a-0  (26.3 s)
    • read back every sample: usually 1 second
    ✗ read back every sample  (0.8 s): waited 0.7 s for 3 pods
    "
  `)
})

test('runs side by side are told apart by a label', () => {
  const text = story(new Screen(), { label: 'ingester-kill' })
  expect(text.split('\n').slice(0, 2)).toEqual([
    '[ingester-kill] • kill ingester-zone-a-0',
    '[ingester-kill]   … kill ingester-zone-a-0 (5.0 s): 4 of 30 ready',
  ])
})

test('a label keeps a terminal still', () => {
  const screen = Object.assign(new Screen(), { isTTY: true })
  expect(story(screen, { label: 'x' })).toBe(story(new Screen(), { label: 'x' }))
})

test('one JSON object a line', () => {
  expect(story(new Screen(), { json: true })).toMatchInlineSnapshot(`
    "{"type":"step","step":"kill ingester-zone-a-0","seconds":0,"phase":"begin"}
    {"type":"progress","step":"kill ingester-zone-a-0","seconds":5,"text":"4 of 30 ready"}
    {"type":"progress","step":"kill ingester-zone-a-0","seconds":25.2,"text":"24.2 of 30 ready"}
    {"type":"step","step":"kill ingester-zone-a-0","seconds":26.25,"phase":"done"}
    {"type":"step","step":"read back every sample","seconds":0,"phase":"begin","detail":"usually 1 second"}
    {"type":"step","step":"read back every sample","seconds":0.75,"phase":"failed","detail":"waited 0.7 s for 3 pods"}
    "
  `)
})

test('on a terminal the line is drawn anew, cut to the width, until its end stays', () => {
  vi.useFakeTimers()
  const screen = Object.assign(new Screen(), { isTTY: true, columns: 44 })
  const line = statusLine(screen, { clock })
  line.begin('kill ingester-zone-a-0')
  line.progress('2 of 3 ready, and a text that is too long\nfor one line')
  time = 100
  vi.advanceTimersByTime(100)
  time = 3200
  line.end(true, '1 pod')
  vi.advanceTimersByTime(1000)
  line.begin('start it', 'usually 1 second')
  line.end(false, 'it did not start')
  expect(screen.text.split('\r\u001b[K')).toMatchInlineSnapshot(`
    [
      "",
      "⠋ kill ingester-zone-a-0  (0.0 s)",
      "⠙ kill ingester-zone-a-0  (0.1 s) 2 of 3 re",
      "✓ kill ingester-zone-a-0  (3.2 s)  1 pod
    ",
      "⠋ start it  (0.0 s) usually 1 second",
      "✗ start it  (0.0 s)
      it did not start
    ",
    ]
  `)
})
