/** Milliseconds between two probes that even a thin load makes: a run of half a minute must have enough of each. */
const RAREST = 2000

/** Probes a second, over all tenants and paths: what two cores carry beside the writes. */
const BUDGET = 50

/**
 * How far apart the probes of a tenant are on each path (ms). Up to half a dozen tenants are probed as often as the paths want it. With more, all take their
 * turns within a budget of probes: the densest path becomes rarer first, down to the next one, and so on.
 * @param wanted milliseconds between two probes of a tenant, by path
 * @param probeIntervalFactor how many times more rarely a light load probes
 */
export function spacings(
  wanted: Readonly<Record<string, number>>,
  tenants: number,
  probeIntervalFactor: number,
): Record<string, number> {
  const own = Object.entries(wanted).map(([path, ms]): [string, number] => [path, spread(ms, probeIntervalFactor)])
  const least = leastSpacing(
    own.map(([, ms]) => ms),
    tenants,
    BUDGET / probeIntervalFactor,
  )
  return Object.fromEntries(own.map(([path, ms]) => [path, Math.max(ms, least)]))
}

const spread = (spacing: number, probeIntervalFactor: number): number =>
  Math.max(spacing, Math.min(spacing * probeIntervalFactor, RAREST))

/** What no path may be below, so that all of them together keep to so many probes a second. */
function leastSpacing(paths: readonly number[], tenants: number, budget: number): number {
  const ascending = paths.toSorted((a, b) => a - b)
  for (const [i, next] of [...ascending.slice(1), Infinity].entries()) {
    // The first paths share what the rarer ones leave.
    const rest = ascending.slice(i + 1).reduce((sum, ms) => sum + (1000 * tenants) / ms, 0)
    const least = (1000 * tenants * (i + 1)) / (budget - rest)
    if (rest < budget && least <= next) return least
  }
  throw new Error('unreachable: once all paths share the budget, any spacing is possible')
}
