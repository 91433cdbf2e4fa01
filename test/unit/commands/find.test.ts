import { expect, test } from 'vitest'
import { binariesOf, toCome } from '../../../harness/commands/find.ts'

const why = 'cannot download https://github.com/grafana/mimir/… (fetch failed: getaddrinfo ENOTFOUND github.com)'

test('the first run says what it builds, and how long all of it takes', () => {
  const mimir = { will: 'build', version: '3.1.0-dev.20260423', usually: { least: 180, most: 420 }, why } as const
  const k6 = { will: 'build', version: '1.8.1', usually: { least: 60, most: 480 }, why } as const
  expect(toCome(['mimir', 'k6'], [mimir, k6])).toEqual(
    `nothing (${why}). Built from Go modules instead, once: mimir, k6, 4 to 15 minutes in all`,
  )
  const prometheus = { will: 'download', version: '3.5.2', from: 'https://github.com' } as const
  expect(toCome(['mimir', 'prometheus', 'k6'], [mimir, prometheus, k6])).toEqual(
    `prometheus (${why}). Built from Go modules instead, once: mimir, k6, 4 to 15 minutes in all`,
  )
  expect(toCome(['prometheus'], [prometheus])).toEqual('prometheus')
})

test('run.json says of each binary where it is from', () => {
  const mimir = { name: 'mimir', path: '/cache/mimir', version: '3.0.5', revision: '1a2b3c' }
  expect(
    binariesOf([
      { ...mimir, source: 'download', base: 'http://mirror.example/releases' },
      { ...mimir, name: 'k6', path: '/usr/bin/k6', source: 'PATH' },
    ]),
  ).toEqual({
    mimir: { source: 'download', base: 'http://mirror.example/releases', path: '/cache/mimir' },
    k6: { source: 'PATH', path: '/usr/bin/k6' },
  })
})
