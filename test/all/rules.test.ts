import { expect, test } from 'vitest'
import { catalogue } from '../../harness/scenario/catalogue.ts'
import { command } from '../../harness/util/command.ts'

const rules = (...words: string[]) =>
  command('npm', ['run', '-s', 'scenario', '--', 'rules', ...words], {
    cwd: new URL('../..', import.meta.url).pathname,
  })

test('promtool checks the rules of every scenario, and each alert fires where it has to, and nowhere else', async () => {
  const ids = (await catalogue()).map(e => e.scenario.id)
  const { code, stdout, stderr } = await rules(...ids, '--check')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout.split('\n').filter(line => line.includes('promtool '))).toEqual(
    expect.arrayContaining(ids.flatMap(id => [`✓ ${id}: promtool check rules`, `✓ ${id}: promtool test rules`])),
  )
})

test('rules of several scenarios are not printed in one', async () => {
  expect(await rules('zone-outage', 'ingester-kill')).toMatchObject({
    code: 2,
    stderr: '2 scenarios are meant, and rules of one are printed: name one, or add --check\n',
  })
})
