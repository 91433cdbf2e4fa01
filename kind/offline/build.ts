/** `node kind/offline/build.ts`: builds the node image for whoever wants its archive, for a machine without a network say. */
import { loadSubjects } from '../../harness/subjects.ts'
import { reason, UsageError } from '../../harness/util/errors.ts'
import { nodeImage } from './node-image.ts'

const interrupt = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => interrupt.abort(new Error(`interrupted by ${signal}; what is done stays done`)))
}

const start = performance.now()
const elapsed = () => `[${String(Math.round((performance.now() - start) / 1000)).padStart(4)} s]`
try {
  const [subject] = await loadSubjects()
  const { image, archive, images } = await nodeImage(subject!.program, {
    onProgress: line => process.stdout.write(`${elapsed()} ${line}\n`),
    signal: interrupt.signal,
  })
  process.stdout.write(`${elapsed()} ${image} is ready: ${archive}

It holds Kubernetes and ${Object.values(images).join(', ')}. To use it:
  zstd -dc ${archive} | docker load
  kind create cluster --image ${image}
`)
} catch (thrown) {
  process.stderr.write(`${reason(thrown)}\n`)
  process.exitCode = interrupt.signal.aborted ? 130 : thrown instanceof UsageError ? 2 : 1
}
