import { expect, test } from 'vitest'
import { each } from '../../../harness/util/each.ts'

test('what fails takes nothing else with it, and the first failure is told', async () => {
  const done: string[] = []
  const act = (name: string, failure?: string) => async () => {
    done.push(name)
    if (failure) throw new Error(failure)
  }
  await expect(each([act('a'), act('b', 'no disk'), act('c', 'no network'), act('d')])).rejects.toThrow('no disk')
  expect(done).toEqual(['a', 'b', 'c', 'd'])
})

test('where nothing fails, nothing is thrown', async () => {
  await expect(each([async () => 1])).resolves.toBeUndefined()
})
