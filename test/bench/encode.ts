import { encodeLabels, WriteRequestEncoder } from '../../harness/mimir/remote-write/encode.ts'
import { compress } from '../../harness/mimir/remote-write/snappy.ts'
import { labelsOf, sampleValue, timeOf } from '../../harness/mimir/signals/ledger/dataset.ts'

/** How many samples a CPU second encodes and compresses: 300 series with one sample each in a request, four labels a series. */
const dataset = { tenants: ['tenant-a'], series: 300, stripes: 1, interval: 1000, epoch: 1_700_000_000_000 }
const series = Array.from({ length: dataset.series }, (_, i) => encodeLabels(labelsOf(dataset, 0, i)))
const stripe = { tenant: 0, stripe: 0 }
const encoder = new WriteRequestEncoder()

function requests(from: number, to: number): void {
  for (let tick = from; tick < to; tick++) {
    compress(encoder.encode(series, [timeOf(dataset, stripe, tick)], i => sampleValue({ tenant: 0, series: i, tick })))
  }
}

const warmUp = 2000
const measured = 10_000
requests(0, warmUp)
const before = process.cpuUsage()
requests(warmUp, warmUp + measured)
const { user, system } = process.cpuUsage(before)
const samplesPerCpuSecond = Math.round((measured * dataset.series) / ((user + system) / 1e6))
console.log(JSON.stringify({ name: 'encode', samplesPerCpuSecond }))
