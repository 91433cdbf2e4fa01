/** A flag of a subject's command, as help shows it. */
export interface CommandFlag {
  /** `--size <n>`; `--tenant <name...>` takes several. */
  readonly flag: string
  readonly description: string
}

/** A command that a subject brings along. It is known without loading the subject, and its code is loaded when it is called. */
export interface SubjectCommand {
  readonly name: string
  readonly description: string
  readonly flags: readonly CommandFlag[]
  /** @returns what carries it out: takes the flags as they were typed, by camel case, and gives the exit code. */
  load(): Promise<(flags: Readonly<Record<string, unknown>>) => Promise<number>>
}
