import { type Answer, excerpt } from '../../../load/http-client.ts'
import type { WriteOutcome } from './ledger-records.ts'

/** Too Many Requests. */
const LIMITED = 429

/** The outcome of a read that has no answer to be read. */
export const readOutcome = ({ status, error }: Pick<Answer, 'status' | 'error'>): 'limited' | 'failed' =>
  error === undefined && status === LIMITED ? 'limited' : 'failed'

/**
 * What Mimir says of a sample that is older than others of its series, or than its head takes, where there is no out-of-order window (Mimir docs, "Mimir runtime
 * errors catalog").
 */
const TOO_LATE = ['err-mimir-sample-out-of-order', 'err-mimir-sample-timestamp-too-old']

/**
 * What an answer to a push says about its samples (remote write 1.0 specification; Mimir answers 400 when it stored only a part):
 * acked: stored. rejected: not stored, or in part. limited: refused by a limit, stored or not. unknown: stored or not. A 2xx whose body never came
 * counts as unknown.
 * @param tooLate its sample must be refused: that it is, with 400 and the error for it, is right
 */
export function writeOutcome(answer: Pick<Answer, 'status' | 'error' | 'body'>, tooLate = false): WriteOutcome {
  const { status, error, body } = answer
  if (error !== undefined || status === undefined) return 'unknown'
  if (status >= 200 && status < 300) return 'acked'
  if (status === LIMITED) return 'limited'
  if (tooLate && status === 400 && TOO_LATE.some(id => body.includes(id))) return 'refused'
  return status >= 400 && status < 500 ? 'rejected' : 'unknown'
}

/** The error of an answer in one short line; undefined after 2xx. */
export function errorOf(answer: Pick<Answer, 'status' | 'error' | 'body'>): string | undefined {
  if (answer.error !== undefined) return answer.error
  if (answer.status !== undefined && answer.status >= 200 && answer.status < 300) return undefined
  return excerpt(answer.body) || `status ${answer.status} without a body`
}
