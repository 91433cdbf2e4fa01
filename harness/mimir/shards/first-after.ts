/** Index of the first token greater than a key, around the ring (dskit: ring/util.go, searchToken). @param tokens ascending */
export function firstAfter(tokens: Uint32Array, key: number): number {
  let [low, high] = [0, tokens.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (tokens[middle]! > key) high = middle
    else low = middle + 1
  }
  return low === tokens.length ? 0 : low
}
