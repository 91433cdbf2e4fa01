import { expect, test } from 'vitest'
import { pressureBetween, readWaits } from '../../../harness/load/cpu-pressure.ts'

const files: Record<string, string> = {
  '/proc/pressure/cpu':
    'some avg10=6.87 avg60=34.83 avg300=37.01 total=1296414438\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n',
  '/proc/stat':
    'cpu  383822 561 47279 380681 1108 0 2079 29246 0 0\ncpu0 190303 288 23291 192194 735 0 940 14854 0 0\n',
}

test('reads microseconds of waiting and hundredths of seconds that were stolen', () => {
  expect(readWaits(path => files[path]!)).toEqual({ waiting: 1_296_414.438, stolen: 292_460 })
})

test('knows nothing where the kernel keeps no such files', () => {
  const missing = () => {
    throw new Error('ENOENT')
  }
  expect(readWaits(missing)).toBeUndefined()
})

test('knows nothing where the pressure file has another shape', () => {
  expect(readWaits(() => 'nothing known')).toBeUndefined()
})

test('adds what programs waited and what was stolen, but never more than the interval', () => {
  expect(pressureBetween({ waiting: 0, stolen: 0 }, { waiting: 30, stolen: 10 }, 100)).toBe(40)
  expect(pressureBetween({ waiting: 0, stolen: 0 }, { waiting: 90, stolen: 20 }, 100)).toBe(100)
})
