/**
 * Does something for each item, for at most so many of them at a time.
 * @throws what failed first; items whose turn had not come by then are left out.
 */
export async function sideBySide<T>(
  items: readonly T[],
  most: number,
  act: (item: T) => Promise<unknown>,
): Promise<void> {
  // The iterator is shared: every item goes to one worker.
  const queue = items.values()
  let failed = false
  const worker = async () => {
    for (const item of queue) {
      if (failed) return
      await act(item).catch(thrown => {
        failed = true
        throw thrown
      })
    }
  }
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker))
}
