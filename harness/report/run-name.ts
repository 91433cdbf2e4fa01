interface Special {
  control?: string | undefined
  variant?: string | undefined
  requestedFaults?: readonly string[] | undefined
}

/** What is special about a run of a scenario, in words that fit behind its name; empty where nothing is. */
export const detailsOf = ({ control, variant, requestedFaults = [] }: Special): string =>
  [
    variant !== undefined && ` as ${variant}`,
    requestedFaults.length > 0 && ` with ${requestedFaults.join(', ')}`,
    control !== undefined && ` (control ${control})`,
  ]
    .filter(Boolean)
    .join('')
