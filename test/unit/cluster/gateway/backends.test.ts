import { expect, test } from 'vitest'
import { Backends } from '../../../../harness/cluster/gateway/backends.ts'
import { generatorOf } from '../../../../harness/util/random.ts'

const backends = [1, 2, 3].map(n => ({ url: `http://127.0.0.1:${n}`, pod: `pod-${n}` }))

test('three tenants in a fixed order meet each of three backends, about as often', () => {
  const gateway = new Backends(generatorOf(1))
  gateway.set({ writes: { paths: ['/push'], backends } })
  const met = [0, 1, 2].map(() => new Map<string, number>())
  for (let request = 0; request < 900; request++) {
    const { url } = gateway.any('writes')!
    const own = met[request % 3]!
    own.set(url, (own.get(url) ?? 0) + 1)
  }
  for (const own of met) {
    expect([...own.keys()].sort()).toEqual(backends.map(b => b.url))
    for (const times of own.values()) expect(Math.abs(times - 100)).toBeLessThan(30)
  }
})

test('no backend serves a route that there is not', () => {
  expect(new Backends(generatorOf(1)).any('writes')).toBeUndefined()
})
