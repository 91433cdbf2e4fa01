import { readFileSync } from 'node:fs'
import { reason, UsageError } from '../../util/errors.ts'
import { request, said } from '../../util/request.ts'
import { type PageMember, pageOf } from '../ring-page.ts'
import { ringPages } from '../rings.ts'

/** A ring that was read. */
export interface KnownRing {
  members: PageMember[]
  /** When the page was made, Unix seconds: a lookback counts from then. */
  now: number
}

/** Milliseconds. */
const TIMEOUT = 10_000

const HOW = `give a file that \`curl -H 'Accept: application/json' http://POD${ringPages.ingester}\` wrote, or that address`

/**
 * Reads a ring from a file, or from the pod that shows it. Nothing else of the pod is asked.
 * @param source a file, or the URL of a pod or of a page on it; of a pod it is the page of the ingesters' ring
 * @throws UsageError when there is none, it is no ring page, or nobody is in the ring
 */
export async function readRingFrom(source: string): Promise<KnownRing> {
  const isUrl = /^https?:\/\//.test(source)
  const page = pageOf(isUrl ? await textAt(source) : textIn(source))
  if (!page) throw new UsageError(`--ring ${source} is not the page of a ring as JSON`, HOW)
  const { members, now } = page
  if (members.length === 0)
    throw new UsageError(`--ring ${source}: nobody is in this ring`, 'ask a pod that sees the others')
  if (members.every(m => m.tokens.length === 0)) {
    throw new UsageError(
      `--ring ${source}: no member has tokens`,
      'wait until members are ACTIVE, or name another ring',
    )
  }
  return { members, now: now || Math.floor(Date.now() / 1000) }
}

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (thrown) {
    throw new UsageError(`--ring ${file} can not be read (${reason(thrown)})`, HOW)
  }
}

async function textAt(source: string): Promise<string> {
  if (!URL.canParse(source)) throw new UsageError(`--ring ${source} is no address`, HOW)
  const url = new URL(source)
  if (url.pathname === '/') url.pathname = ringPages.ingester
  const reply = await request(url.href, { headers: { accept: 'application/json' }, timeout: TIMEOUT }).catch(thrown => {
    throw new UsageError(
      `--ring ${url.href}: no answer (${reason(thrown)})`,
      'name a pod that can be reached from here',
    )
  })
  if (reply.status !== 200) throw new UsageError(`--ring ${url.href} answers ${said(reply)}`, HOW)
  if (reply.type?.startsWith('text/html')) {
    throw new UsageError(`--ring ${url.href} answers HTML, not JSON`, 'name a pod that runs this ring, or another page')
  }
  return reply.text
}
