import { putVarint } from '../../../remote-write/wire.ts'

/** Where a request has what changes: all its series are equally long. Bytes from the begin of the body. */
export interface Layout {
  series: number
  /** From one series to the next. */
  every: number
  /** The timestamp of the first, and the digits that are the request's own in the number of the first. */
  time: number
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
  { series, every, time, prefix }: Layout,
  isNew: boolean,
  client: number,
): (now: number) => void {
  const moment = new Uint8Array(TIME_BYTES)
  const digits = new Uint8Array(PREFIX_DIGITS)
  let requests = 0
  return now => {
    putVarint(moment, 0, now)
    if (isNew) putDigits(digits, (client - 1) * REQUESTS + requests++)
    for (let i = 0; i < series; i++) {
      body.set(moment, time + i * every)
      if (isNew) body.set(digits, prefix + i * every)
    }
  }
}

function putDigits(digits: Uint8Array, n: number): void {
  let rest = n
  for (let i = digits.length - 1; i >= 0; i--) {
    digits[i] = 48 + (rest % 10)
    rest = Math.floor(rest / 10)
  }
}
