/** How many ways there are to choose k of n; exact below 2^53. */
export function choose(n: number, k: number): number {
  if (k < 0 || k > n) return 0
  let ways = 1
  for (let i = 1; i <= Math.min(k, n - k); i++) ways = (ways * (n - Math.min(k, n - k) + i)) / i
  return ways
}

/**
 * The chance that k instances, chosen evenly among n, have exactly `hit` of the `size` that a tenant has (the hypergeometric distribution). With k a second
 * tenant's size, it is the chance that two tenants share so many.
 */
export function chanceOfHits(n: number, size: number, k: number, hit: number): number {
  if (hit < 0 || hit > size || hit > k || k - hit > n - size) return 0
  return Math.exp(logChoose(size, hit) + logChoose(n - size, k - hit) - logChoose(n, k))
}

/** In logarithms, since the numbers themselves pass what a number here can hold. */
function logChoose(n: number, k: number): number {
  let sum = 0
  for (let i = 1; i <= k; i++) sum += Math.log((n - k + i) / i)
  return sum
}
