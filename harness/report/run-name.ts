interface Variant {
  control?: string | undefined
  reading?: string | undefined
  faultsAsked?: readonly string[] | undefined
}

/** What is special about a run of a scenario, in words that fit behind its name; empty where nothing is. */
export const variantOf = ({ control, reading, faultsAsked = [] }: Variant): string =>
  [
    reading !== undefined && ` as ${reading}`,
    faultsAsked.length > 0 && ` with ${faultsAsked.join(', ')}`,
    control !== undefined && ` (control ${control})`,
  ]
    .filter(Boolean)
    .join('')
