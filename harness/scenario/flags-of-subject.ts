import type { Parameter } from '../load/parameter.ts'

/** What the command line takes for a subject. It is known without loading the subject: help and refusals answer at once. */
export interface SubjectFlags {
  /** The program under test: `--<name>`, and `--<name>-version` where a binary does not know its own. */
  readonly program: { name: string; title: string; env: string }
  /** Tools of its signals that are its own: `--<name>`, and what help says of it. */
  readonly tools?: readonly { name: string; title: string }[]
  readonly parameters: readonly Parameter[]
}
