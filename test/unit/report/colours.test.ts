import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { coloursOf } from '../../../harness/report/colours.ts'

beforeEach(() => {
  vi.stubEnv('NO_COLOR', undefined)
  vi.stubEnv('TERM', 'xterm')
})
afterEach(() => void vi.unstubAllEnvs())

const sentence = (out: { isTTY?: boolean }) => {
  const c = coloursOf(out)
  return c.red(`${c.bold('✗ invalid')} ${c.dim('zone-outage')} ${c.cyan('⠋')} ${c.yellow('?')} red`)
}
const bare = '✗ invalid zone-outage ⠋ ? red'

test('on a terminal texts have their style, and what is around them goes on in its own', () => {
  // Node's own view of this process's output does not matter.
  vi.stubEnv('NODE_DISABLE_COLORS', '1')
  expect(sentence({ isTTY: true })).toBe(
    '\u001b[31m\u001b[1m✗ invalid\u001b[22m \u001b[2mzone-outage\u001b[22m \u001b[36m⠋\u001b[31m \u001b[33m?\u001b[31m red\u001b[39m',
  )
})

test('elsewhere they are bare', () => {
  vi.stubEnv('FORCE_COLOR', '1')
  expect([sentence({ isTTY: false }), sentence({})]).toEqual([bare, bare])
})

test.each([
  ['NO_COLOR', '1'],
  ['TERM', 'dumb'],
])('so they are on a terminal with %s=%s', (name, value) => {
  vi.stubEnv(name, value)
  expect(sentence({ isTTY: true })).toBe(bare)
})
