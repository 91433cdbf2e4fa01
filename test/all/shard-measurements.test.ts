import { expect, test } from 'vitest'
import { measure, measured } from '../../docs/shards/measure.ts'

test('what docs/shards.md says was measured is measured again', () => {
  expect(measure()).toEqual(measured())
}, 600_000)
