/**
 * Something the user can put right: a wrong flag, a missing binary, a full disk. The command ends with exit code 2 and one line.
 * `what` was seen and where, and the `fix`: the next thing to type or change.
 */
export class UsageError extends Error {
  override name = 'UsageError'
  readonly what: string
  readonly fix: string
  constructor(what: string, fix: string) {
    super(`${what}: ${fix}`)
    this.what = what
    this.fix = fix
  }
}

/** A wait that ran out. The message says for what, how long, and what was seen last. */
export class DeadlineError extends Error {
  override name = 'DeadlineError'
}

/** What was to be proved was seen to be otherwise: no longer wait, and no quicker machine, would change it. */
export class DisprovedError extends Error {
  override name = 'DisprovedError'
}

/** The text of whatever was thrown, with the causes behind it ("fetch failed: connect ECONNREFUSED 127.0.1.1:8080"). */
export function reason(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown)
  const own = thrown.message || thrown.name
  return thrown.cause === undefined ? own : `${own}: ${reason(thrown.cause)}`
}
