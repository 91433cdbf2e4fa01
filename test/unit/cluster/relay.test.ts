import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openInner, openOuter } from '../../../harness/cluster/relay.ts'

const asked = (port: number, body: string) =>
  fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body }).then(
    reply => reply.text(),
    () => 'no answer',
  )

test('a port leads to its address until the relay is gone; where nobody listens there is no answer', async () => {
  const scratch = await mkdtemp(join(tmpdir(), 'relay-'))
  onTestFinished(() => rm(scratch, { recursive: true }))
  const server = createServer(async (req, res) => {
    let length = 0
    for await (const chunk of req) length += chunk.length
    res.end(`${length} bytes`)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  const port = typeof address === 'object' ? address!.port : 0
  await openInner(scratch)
  const outer = await openOuter(scratch, [
    { host: '127.0.0.1', port },
    { host: '127.0.0.1', port: 1 },
  ])
  const [there, nowhere] = outer.ports
  expect([await asked(there!, 'x'.repeat(300_000)), await asked(nowhere!, '')]).toEqual(['300000 bytes', 'no answer'])
  await outer[Symbol.asyncDispose]()
  expect(await asked(there!, '')).toBe('no answer')
})
