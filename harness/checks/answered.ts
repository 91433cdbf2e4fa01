import type { Answered, Evidence } from '../history/verdict.ts'

/** A request as it is recorded, as far as it says to whom it went. */
interface Sent {
  pod?: string | undefined
  unanswered?: true | undefined
}

/** Of requests that failed or were answered wrong, who answered how many: a field of their evidence. Nothing where nobody knows of any. */
export const answeredBy = (failed: readonly Sent[]): Pick<Evidence, 'answered'> =>
  added(
    failed.flatMap(({ pod, unanswered }): Answered[] =>
      pod === undefined ? [] : [{ pod, ...(unanswered && { unanswered }), requests: 1 }],
    ),
  )

/** The same of several pieces of evidence together. Whoever answered most is first. */
export function added(all: readonly Answered[]): Pick<Evidence, 'answered'> {
  const answered = [...Map.groupBy(all, a => `${a.pod} ${a.unanswered}`).values()].map(
    (of): Answered => ({ ...of[0]!, requests: of.reduce((sum, a) => sum + a.requests, 0) }),
  )
  answered.sort((a, b) => b.requests - a.requests || a.pod.localeCompare(b.pod))
  return answered.length === 0 ? {} : { answered }
}
