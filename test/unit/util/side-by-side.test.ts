import { expect, test } from 'vitest'
import { sideBySide } from '../../../harness/util/side-by-side.ts'

test('each item once, so many at a time', async () => {
  const done: number[] = []
  let [busy, most] = [0, 0]
  await sideBySide([1, 2, 3, 4, 5], 2, async item => {
    busy++
    most = Math.max(most, busy)
    await Promise.resolve()
    busy--
    done.push(item)
  })
  expect([done, most]).toEqual([[1, 2, 3, 4, 5], 2])
})

test('what fails ends it: nothing new is begun', async () => {
  const begun: number[] = []
  const act = async (item: number) => {
    begun.push(item)
    if (item === 2) throw new Error('two')
  }
  await expect(sideBySide([1, 2, 3, 4, 5], 1, act)).rejects.toThrow('two')
  expect(begun).toEqual([1, 2])
})
