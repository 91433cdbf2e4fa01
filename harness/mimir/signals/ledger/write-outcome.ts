import { type Answer, excerpt } from '../../../load/http-client.ts'
import type { WriteOutcome } from './ledger-records.ts'

/** Too Many Requests. */
const LIMITED = 429

/** The outcome of a read that has no answer to be read. */
export const readOutcome = ({ status, error }: Pick<Answer, 'status' | 'error'>): 'limited' | 'failed' =>
  error === undefined && status === LIMITED ? 'limited' : 'failed'

/**
 * What an answer to a push says about its samples (remote write 1.0 specification; Mimir answers 400 when it stored only a part):
 * acked: stored. rejected: not stored, or in part. limited: refused by a limit, stored or not. unknown: stored or not. A 2xx whose body never came
 * counts as unknown.
 */
export function writeOutcome(answer: Pick<Answer, 'status' | 'error'>): WriteOutcome {
  const { status, error } = answer
  if (error !== undefined || status === undefined) return 'unknown'
  if (status >= 200 && status < 300) return 'acked'
  if (status === LIMITED) return 'limited'
  return status >= 400 && status < 500 ? 'rejected' : 'unknown'
}

/** The error of an answer in one short line; undefined after 2xx. */
export function errorOf(answer: Pick<Answer, 'status' | 'error' | 'body'>): string | undefined {
  if (answer.error !== undefined) return answer.error
  if (answer.status !== undefined && answer.status >= 200 && answer.status < 300) return undefined
  return excerpt(answer.body) || `status ${answer.status} without a body`
}
