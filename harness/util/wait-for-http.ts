import { request, said } from './request.ts'
import { done, notYet, until, type Wait } from './until.ts'

interface AnswerWait extends Wait {
  /** Milliseconds that one answer may take. Default 2000. */
  patience?: number
}

/**
 * Waits until GET of a URL answers 200.
 * @throws DeadlineError with the status and text that it answered last, or why it did not.
 */
export function waitForHttp(url: string, { patience = 2000, ...wait }: AnswerWait): Promise<void> {
  return until(async () => {
    const reply = await request(url, { timeout: patience })
    return reply.status === 200 ? done(undefined) : notYet(said(reply))
  }, wait)
}
