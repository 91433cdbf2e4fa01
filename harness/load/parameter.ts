/** Something that users may set for a signal: a flag of the command line. */
export type Parameter = {
  /** `k6-rate`. */
  flag: string
  description: string
} & (
  | { kind: 'number'; least: number; most: number; default: number }
  | {
      kind: 'switch'
      /** Set in suite `nightly`. */
      nightly: boolean
    }
)

/** Values of parameters, by flag. */
export type Parameters = Readonly<Record<string, number | boolean>>

/** The default of a parameter. */
export const defaultOf = (parameter: Parameter): number | boolean =>
  parameter.kind === 'number' ? parameter.default : false
