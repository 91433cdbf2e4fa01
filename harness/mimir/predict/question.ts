import { UsageError } from '../../util/errors.ts'
import { tenantName } from './tenant-name.ts'

/** What `predict` is asked, checked. */
export interface Question {
  /** A file or a URL. */
  ring: string
  /** Ids with commas, or a file. Without it queriers are left out. */
  queriers: string | undefined
  /** In the order they were given in, each once. */
  tenants: readonly string[]
  /** 0 is all. */
  size: number
  to: number | undefined
  /** Seconds; 0 is none. */
  lookback: number
  json: boolean
  /** Where to write the page. */
  html: string | undefined
}

/**
 * @param flags as they were typed
 * @throws UsageError for the first that is missing or means nothing
 */
export function questionOf(flags: Readonly<Record<string, unknown>>): Question {
  const { ring, queriers, size, to, lookback, html } = flags as Record<string, string | undefined>
  const tenants = (flags.tenant ?? []) as string[]
  if (ring === undefined) throw missing('ring', '--ring ring.json, or --ring http://10.0.0.7:8080')
  if (tenants.length === 0) throw missing('tenant', '--tenant team-a team-b')
  if (size === undefined) throw missing('size', '--size 6')
  return {
    ring,
    queriers,
    tenants: [...new Set(tenants.map(tenantName))],
    size: sizeOf('size', size),
    to: to === undefined ? undefined : sizeOf('to', to),
    lookback: lookback === undefined ? 0 : seconds(lookback),
    json: flags.json === true,
    html,
  }
}

const missing = (flag: string, example: string) => new UsageError(`predict needs --${flag}`, `give it as in ${example}`)

/** More pods than any ring has. */
const LARGEST = 1_000_000

function sizeOf(flag: string, text: string): number {
  const size = Number(text)
  if (/^\d+$/.test(text) && size <= LARGEST) return size
  throw new UsageError(
    `--${flag} ${text} is no number of pods`,
    `give a whole number from 0 (all) to ${LARGEST}, as in --${flag} 6`,
  )
}

const UNITS: Readonly<Record<string, number>> = { w: 604_800, d: 86_400, h: 3600, m: 60, s: 1 }

/** Of a duration as Mimir's flags take it, in whole seconds: 13h, 1h30m, 2d. */
function seconds(text: string): number {
  if (text === '0') return 0
  if (!/^(\d+[wdhms])+$/.test(text)) {
    throw new UsageError(`--lookback ${text} is no duration`, 'give one in w, d, h, m and s, as in --lookback 13h')
  }
  return [...text.matchAll(/(\d+)([wdhms])/g)].reduce((sum, [, n, unit]) => sum + Number(n) * UNITS[unit!]!, 0)
}
