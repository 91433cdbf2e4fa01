import { expect, test } from 'vitest'
import { mayLose } from '../../../harness/scenario/may-die.ts'

function cluster() {
  const told: string[] = []
  return { told, mayDie: async (pods: readonly string[]) => void told.push(`may die: ${pods.join(', ')}`) }
}

test('pods may die until the step is over, however it ends', async () => {
  const it = cluster()
  await mayLose(it, ['store-0', 'store-1'], async () => void it.told.push('step'))
  const failing = mayLose(it, ['store-0'], () => Promise.reject(new Error('no')))
  await expect(failing).rejects.toThrow('no')
  expect(it.told).toEqual(['may die: store-0, store-1', 'step', 'may die: ', 'may die: store-0', 'may die: '])
})

test('a step that says nothing of it changes nothing', async () => {
  const it = cluster()
  await mayLose(it, undefined, async () => void it.told.push('step'))
  expect(it.told).toEqual(['step'])
})
