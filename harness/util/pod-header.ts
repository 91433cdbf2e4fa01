/**
 * On every answer of the gateway: the pod that it sent the request to, or who answered in the stead of one. A client that was not answered for a second
 * is told by an early hint (status 103), so that it can name a pod that hangs.
 */
export const POD_HEADER = 'x-gauntlet-pod'

/** In place of a pod: none of the route was ready, so the gateway refused the request. */
export const NO_POD = 'none'

/** In place of a pod: the gateway answered by itself, as an injected defect has it. */
export const GATEWAY = 'gateway'

/** To whom a request went. */
export interface SentTo {
  pod: string
  /** It gave no answer (yet). */
  unanswered?: true
}

const UNANSWERED = '; unanswered'

export const podHeader = ({ pod, unanswered }: SentTo): string => (unanswered ? pod + UNANSWERED : pod)

/** What such a header says; undefined where there is none. */
export function parsePodHeader(value: string | string[] | undefined): SentTo | undefined {
  if (typeof value !== 'string') return undefined
  return value.endsWith(UNANSWERED) ? { pod: value.slice(0, -UNANSWERED.length), unanswered: true } : { pod: value }
}
