import { expect, test } from 'vitest'
import { environmentOf, expanded, type PodPlace } from '../../../harness/cluster/environment.ts'

const place: PodPlace = {
  name: 'querier-0',
  host: '198.18.1.1',
  ports: { http: 8080 },
  namespace: 'mimir',
  volume: mount => ['/volumes/querier-0', mount].filter(Boolean).join('/'),
  files: '/config',
  shared: () => '/bucket',
  peer: (nth, port) => `198.18.${nth + 1}.1:${port}`,
  secret: (secret, key) => `${key} of ${secret}`,
}

test('a variable is a text, or what is known of the pod where it runs', () => {
  const env = {
    TEXT: 'as it is',
    ID: { of: 'name' },
    IP: { of: 'address' },
    NAMESPACE: { of: 'namespace' },
    PORT: { of: 'port', port: 'http' },
    DATA: { of: 'volume' },
    WAL: { of: 'volume', mount: 'wal' },
    SHARED: { of: 'shared' },
    CONFIG: { of: 'file', file: 'mimir.yaml' },
    PEER: { of: 'peer', nth: 2, port: 'gossip' },
    KEY: { of: 'secret', secret: 's3', key: 'accessKeyId' },
  } as const
  expect(environmentOf({ env }, place)).toEqual({
    TEXT: 'as it is',
    ID: 'querier-0',
    IP: '198.18.1.1',
    NAMESPACE: 'mimir',
    PORT: '8080',
    DATA: '/volumes/querier-0',
    WAL: '/volumes/querier-0/wal',
    SHARED: '/bucket',
    CONFIG: '/config/mimir.yaml',
    PEER: '198.18.3.1:gossip',
    KEY: 'accessKeyId of s3',
  })
})

test('arguments name variables as in Kubernetes', () => {
  expect(
    expanded(['-config.file=$(CONFIG)', '$(CONFIG)-$(CONFIG)', '$(NONE)', '$$(CONFIG)'], { CONFIG: '/c' }),
  ).toEqual(['-config.file=/c', '/c-/c', '$(NONE)', '$(CONFIG)'])
})
