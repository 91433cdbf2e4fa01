/**
 * The flood, run by k6 itself (`k6 run flooding.ts`), not by Node: requests of one tenant, each begun at a constant rate whatever the answers do (an open loop).
 */
import { Counter } from 'k6/metrics'
import type { Options } from 'k6/options'

import { type Sender, senders } from './senders.ts'

/** What the client of k6 tells its script, by environment. */
const { RATE = '', KIND = '', SUMMARY = '', UNREACHABLE_HEADER = '' } = __ENV
const rate = Number(RATE)

/** Clients: as many as wait for answers of a few seconds. Each takes about half a megabyte; with more, the machine of the test would be what is flooded. */
const MOST = 400

const taken = new Counter('taken')
const limited = new Counter('limited')
const failed = new Counter('failed')
const unreached = new Counter('unreached')

export const options: Options = {
  scenarios: {
    flood: {
      executor: 'constant-arrival-rate',
      rate,
      timeUnit: '1s',
      // The end comes by a signal.
      duration: '24h',
      gracefulStop: '0s',
      // Fewer than it may need: to make all of them at once is a burst that others notice.
      preAllocatedVUs: Math.min(rate, MOST),
      maxVUs: MOST,
    },
  },
  // What is answered is counted and dropped: a flood reads nothing.
  discardResponseBodies: true,
}

/** Each client of k6 runs this module for itself. */
const send: Sender = senders[KIND as keyof typeof senders]()

/** One request. k6 asks for it by this name: the default export is what every client repeats. */
export default function request(): void {
  const { status, headers } = send()
  outcomeOf(status, headers).add(1)
}

function outcomeOf(status: number, headers: Readonly<Record<string, string>>): Counter {
  const isUnreached = Object.entries(headers).some(
    ([header, value]) => header.toLowerCase() === UNREACHABLE_HEADER && value === 'true',
  )
  if (isUnreached) return unreached
  if (status >= 200 && status < 300) return taken
  return status === 429 ? limited : failed
}

/** k6's own summary, whole, as a file. */
export const handleSummary = (summary: unknown): Record<string, string> => ({
  [SUMMARY]: `${JSON.stringify(summary, undefined, 2)}\n`,
})
