/** A process that has a Docker engine, as a run has: it tells how the start went, then carries out the shell scripts it is sent. */
import { type EngineOptions, startEngine } from '../../harness/cluster/kind/engine.ts'
import { command } from '../../harness/util/command.ts'
import { reason } from '../../harness/util/errors.ts'

process.once('disconnect', () => process.exit(1))
const options = JSON.parse(process.argv[2]!) as EngineOptions & { image: string; archive: string }
const tell = (message: object) => new Promise(resolve => process.send?.(message, resolve))
try {
  const engine = await startEngine(options)
  const loaded = await engine.loadImage(options.image, options.archive)
  process.on('message', async (script: string) => {
    if (script === 'stop') {
      await engine.stop()
      process.exit(0)
    }
    await tell(await command('bash', ['-c', script], { env: { ...process.env, ...engine.env }, timeout: 600_000 }))
  })
  await tell({ loaded })
} catch (thrown) {
  await tell({ refused: reason(thrown) })
  process.exit(1)
}
