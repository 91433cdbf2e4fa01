import { expect, test } from 'vitest'
import { pausedText } from '../../../harness/report/paused-text.ts'

test('a paused operation says where everything is, with a command to try', () => {
  const asked = [
    { name: 'gateway', path: '/items/', port: 4001 },
    { name: 'store-zone-a-0', path: '/metrics', port: 4002 },
  ]
  expect(pausedText('before "go on"', asked)).toBe(
    `paused before "go on"
  gateway         curl -s 'http://127.0.0.1:4001/items/'
  store-zone-a-0  curl -s 'http://127.0.0.1:4002/metrics'
load and pods go on; Enter lets the operation go on, too
`,
  )
})
