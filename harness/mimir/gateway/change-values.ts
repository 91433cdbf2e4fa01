/** A sample in an answer of the query API: seconds, and the value as text. */
type Sample = [time: number, value: string]

interface QueryAnswer {
  data?: { result?: { value?: Sample; values?: Sample[] }[] }
}

/**
 * Adds 1 to every sample value in an answer of the Prometheus query API.
 * @returns the new body and how many values it changed; 0 (and the body as it was) for what holds no samples.
 */
export function changeValues(body: string): { body: string; changed: number } {
  let answer: QueryAnswer
  try {
    answer = JSON.parse(body)
  } catch {
    return { body, changed: 0 }
  }
  const result = answer.data?.result
  if (!Array.isArray(result)) return { body, changed: 0 }
  let changed = 0
  for (const series of result) {
    for (const sample of [...(series.values ?? []), ...(series.value ? [series.value] : [])]) {
      sample[1] = plusOne(sample[1])
      changed++
    }
  }
  return changed === 0 ? { body, changed } : { body: JSON.stringify(answer), changed }
}

/** Whole numbers in full, since a value of the data set uses all 53 bits. */
const plusOne = (value: string): string =>
  /^-?\d+$/.test(value) ? String(BigInt(value) + 1n) : String(Number(value) + 1)
