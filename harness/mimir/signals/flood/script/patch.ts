import { putVarint } from '../../../remote-write/wire.ts'

/** Where a request has what changes: bytes from the begin of the body. */
export interface Layout {
  /** The timestamp of all its series. */
  time: number
  /** The digits that are the request's own in the number of each of its series. */
  prefix: number
}

/** Milliseconds since the epoch take six bytes as a varint until the year 2109. */
export const TIME_BYTES = 6
export const PREFIX_DIGITS = 7

/** Requests of a client of k6 whose series do not come twice: the digits are enough for a thousand clients. */
const REQUESTS = 10_000

/**
 * Makes the requests of one client of k6. No function of Node is there.
 * @param body changed in place
 * @param isNew each request has series that no other has
 * @param client its number, from 1
 * @returns writes the next request into the body, at a moment (ms)
 */
export function patching(
  body: Uint8Array,
  { time, prefix }: Layout,
  isNew: boolean,
  client: number,
): (now: number) => void {
  let requests = 0
  return now => {
    putVarint(body, time, now)
    if (isNew) putDigits(body, prefix, (client - 1) * REQUESTS + requests++)
  }
}

function putDigits(body: Uint8Array, at: number, n: number): void {
  let rest = n
  for (let i = at + PREFIX_DIGITS - 1; i >= at; i--) {
    body[i] = 48 + (rest % 10)
    rest = Math.floor(rest / 10)
  }
}
