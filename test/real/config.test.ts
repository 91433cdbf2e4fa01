import { expect, test } from 'vitest'
import { configOf } from '../../harness/mimir/config.ts'
import { SingleMimir } from './mimir.ts'

test('a pod tells all of its configuration, defaults included', { timeout: 60_000 }, async () => {
  await using mimir = await SingleMimir.start()
  const config = await configOf(mimir.url)
  expect(Object.keys(config).length).toBeGreaterThan(500)
  expect(config['blocks_storage.bucket_store.sync_interval']).toBe('"15m0s"')
  expect(config['server.http_listen_port']).toBe(new URL(mimir.url).port)
})
