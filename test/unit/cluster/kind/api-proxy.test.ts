import { KubeConfig } from '@kubernetes/client-node'
import { expect, test } from 'vitest'
import { ApiProxy } from '../../../../harness/cluster/kind/api-proxy.ts'

/** A cluster whose API server nobody is. */
function nowhere(): KubeConfig {
  const config = new KubeConfig()
  config.loadFromClusterAndUser(
    { name: 'nowhere', server: 'https://127.0.0.1:1', skipTLSVerify: false },
    { name: 'nobody' },
  )
  return config
}

test('where the API server can not be reached, the answer says whose fault that is', async () => {
  await using proxy = await ApiProxy.to(nowhere())
  const response = await fetch(`${await proxy.open(() => '/api/v1/namespaces/mimir/pods/querier-0:8080/proxy')}/ready`)
  expect({
    status: response.status,
    unreachable: response.headers.get('x-gauntlet-unreachable'),
    text: await response.text(),
  }).toEqual({
    status: 502,
    unreachable: 'true',
    text: 'the cluster is unreachable: connect ECONNREFUSED 127.0.0.1:1\n',
  })
})

test('a slot without a pod is not unreachable', async () => {
  await using proxy = await ApiProxy.to(nowhere())
  const response = await fetch(`${await proxy.open(() => undefined)}/ready`)
  expect({
    status: response.status,
    unreachable: response.headers.get('x-gauntlet-unreachable'),
    text: await response.text(),
  }).toEqual({
    status: 503,
    unreachable: null,
    text: 'no pod is there now\n',
  })
})
