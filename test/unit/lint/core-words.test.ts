import { expect, test } from 'vitest'
import { wordsIn } from '../../lint/core-words.ts'

test.each([
  ['the product', "const title = 'Mimir'", 'Mimir'],
  ['its metrics', 'rate(cortex_request_duration_seconds_count[5s])', 'cortex_'],
  ['its header', "headers['X-Scope-OrgID'] = tenant", 'X-Scope-OrgID'],
  ['its API', "path: '/api/v1/push'", '/api/v1/push'],
  ['its flags', "args: ['-target=all']", '-target'],
  ['a component', "components.includes('ingester')", 'ingester'],
  ['what its signals are about', 'notificationDelay: 21_000, // a notification', 'notification'],
  ['a field of its signals', 'run.dataset.epoch', 'dataset'],
  ['the page of a ring', '/store-gateway/ring', 'store-gateway'],
])('a file of the core may not hold %s', (_what, line, word) => {
  expect(wordsIn('cluster/cluster.ts', `// first line\n${line}\n`)).toEqual([`cluster/cluster.ts:2: ${word}`])
})

test('the name of this project is no such word, and a subject may say all', () => {
  expect(wordsIn('util/cache-folder.ts', "'mimir-gauntlet', MIMIR_GAUNTLET_RUN, Mimir Gauntlet")).toEqual([])
  expect(wordsIn('mimir/routes.ts', "'/api/v1/push'")).toEqual([])
  expect(wordsIn('subjects.ts', "import('./mimir/mimir.ts')")).toEqual([])
})
