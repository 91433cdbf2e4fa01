import { expect, test } from 'vitest'
import { mirrorAddress, oneOf, registryPrefix, wholeNumber } from '../../../harness/commands/run-flags.ts'
import { UsageError } from '../../../harness/util/errors.ts'

test.each([
  ['1', 1],
  ['8', 8],
  ['007', 7],
])('%s is a whole number from 1 to 8', (text, n) => expect(wholeNumber('parallel', text, 1, 8)).toBe(n))

test.each(['0', '9', '-1', '1.5', '1e0', '0x1', ' 1', '', 'x'])('%j is none', text => {
  expect(() => wholeNumber('parallel', text, 1, 8)).toThrow(
    new UsageError(`--parallel ${text} is not a whole number from 1 to 8`, 'give one, as in --parallel 2'),
  )
})

test('one of a few words', () => {
  expect(oneOf('pace', 'real', ['fast', 'real'])).toBe('real')
  expect(() => oneOf('pace', 'Fast', ['fast', 'real'])).toThrow(
    new UsageError('--pace Fast is not known', 'use one of fast, real'),
  )
})

test('the address of a mirror', () => {
  expect(mirrorAddress('http://mirror.example/releases/', false)).toBe('http://mirror.example/releases/')
  const example = 'give one as in http://mirror.example/releases'
  for (const text of ['mirror.example', 'file:///srv/mirror', '']) {
    expect(() => mirrorAddress(text, false)).toThrow(new UsageError(`--download-base ${text} is no address`, example))
  }
  expect(() => mirrorAddress('http://mirror.example', true)).toThrow(
    new UsageError('--offline downloads nothing, --download-base says from where', 'leave one of them out'),
  )
})

test.each(['registry.example', 'registry.example/mirror', 'localhost', '127.0.0.1:5000/a/b-c', 'registry:5000'])(
  '%s is a registry',
  text => expect(registryPrefix(text)).toBe(text),
)

test.each(['', 'mirror', 'grafana/mimir', 'https://registry.example', 'registry.example/', 'registry.example/Upper'])(
  '%j is none',
  text => {
    expect(() => registryPrefix(text)).toThrow(
      new UsageError(`--registry ${text} is no registry`, 'give HOST[:PORT][/PREFIX], as in registry.example/mirror'),
    )
  },
)
