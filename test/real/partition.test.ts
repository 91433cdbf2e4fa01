import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { unshare } from '../../harness/util/namespaces.ts'
import { searchable } from '../../harness/util/search-path.ts'
import { testWith } from './abilities.ts'
import type { Action, Heard } from './network/network.ts'

const network = fileURLToPath(new URL('./network/network.ts', import.meta.url))

/** Who hears whom on the network of a run with the pods a to d, by new connections, by those from before, and by datagrams. */
async function startNetwork() {
  const [program, ...args] = [...unshare, process.execPath, '--disable-warning=ExperimentalWarning', network]
  const child = spawn(program!, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], env: searchable() })
  await once(child, 'message')
  return {
    async after(deed: Action): Promise<Heard> {
      child.send(deed)
      return (await once(child, 'message'))[0]
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

const all = {
  run: 'a answers, b answers, c answers, d answers',
  a: 'run answers, b answers, c answers, d answers',
  b: 'run answers, a answers, c answers, d answers',
  c: 'run answers, a answers, b answers, d answers',
  d: 'run answers, a answers, b answers, c answers',
}

testWith('partitions', 'pods that are cut off hear each other and nobody else, and nobody is told why', async () => {
  await using it = await startNetwork()
  expect(await it.after('nothing')).toEqual(all)

  expect(await it.after({ cut: ['a', 'b'] })).toEqual({
    run: 'a silence, b silence, c answers, d answers',
    a: 'run silence, b answers, c silence, d silence',
    b: 'run silence, a answers, c silence, d silence',
    c: 'run answers, a silence, b silence, d answers',
    d: 'run answers, a silence, b silence, c answers',
  })

  // A second partition: of those that the first one left together, b and c are on different sides of it, too.
  expect(await it.after({ cut: ['b', 'c'] })).toEqual({
    run: 'a silence, b silence, c silence, d answers',
    a: 'run silence, b silence, c silence, d silence',
    b: 'run silence, a silence, c silence, d silence',
    c: 'run silence, a silence, b silence, d silence',
    d: 'run answers, a silence, b silence, c silence',
  })

  expect(await it.after('heal')).toEqual(all)
  expect(await it.after({ cut: ['d'] })).toEqual({
    run: 'a answers, b answers, c answers, d silence',
    a: 'run answers, b answers, c answers, d silence',
    b: 'run answers, a answers, c answers, d silence',
    c: 'run answers, a answers, b answers, d silence',
    d: 'run silence, a silence, b silence, c silence',
  })
  expect(await it.after('heal')).toEqual(all)
})
