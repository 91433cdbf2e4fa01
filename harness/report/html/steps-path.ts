const tidy = (n: number): number => Math.round(n * 100) / 100

/**
 * An area under a step curve, one step a unit of x: `heights[i]` is drawn between x = i and x = i + 1, up from `base` (or down, when negative).
 * Equal neighbours become one step, so a quiet row costs a few bytes.
 */
export function stepArea(heights: readonly number[], base: number): string {
  let [path, at] = [`M0 ${base}`, base]
  heights.forEach((height, i) => {
    const y = tidy(base - height)
    if (y === at) return
    path += `H${i}V${y}`
    at = y
  })
  return at === base && path === `M0 ${base}` ? '' : `${path}H${heights.length}V${base}Z`
}

/** A step line through the values at hand; where there is none, the line has a gap. */
export function stepLine(ys: readonly (number | undefined)[]): string {
  let [path, at] = ['', undefined as number | undefined]
  ys.forEach((value, i) => {
    const y = value === undefined ? undefined : tidy(value)
    if (y === at) return
    if (at !== undefined) path += `H${i}`
    if (y !== undefined) path += at === undefined ? `M${i} ${y}` : `V${y}`
    at = y
  })
  return at === undefined ? path : `${path}H${ys.length}`
}
