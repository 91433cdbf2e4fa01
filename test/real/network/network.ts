/**
 * The network of a run with four pods, made in the namespaces that this process was started in. It is sent what to do, and tells after each
 * deed who hears whom.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { HOSTS } from '../../../harness/cluster/process/names.ts'
import { Partitions } from '../../../harness/cluster/process/partitions.ts'
import {
  addPodNetworks,
  enterNamespaces,
  harnessAddress,
  inPodNetwork,
  openPlace,
  shell,
} from '../../../harness/cluster/process/sandbox.ts'
import type { Question } from './agent.ts'

/** `cut`: the pods that are cut off together. */
export type Action = { cut: string[] } | 'heal' | 'nothing'
/** What each hears of the others: `run silence, b answers`. */
export type Heard = Record<string, string>

/** Milliseconds: what is silent is silent for this long; what answers does so when TCP sends again, which takes seconds after a partition. */
const PATIENCE = { cut: 1500, whole: 20_000 }

const agent = fileURLToPath(new URL('./agent.ts', import.meta.url))
const pods = ['a', 'b', 'c', 'd'].map((pod, index) => ({ pod, address: `198.18.1.${index + 1}`, index }))
const everyone = [{ pod: 'run', address: '198.18.0.1' }, ...pods]
const addressOf = (name: string) => everyone.find(it => it.pod === name)!.address

async function startAgent({ pod, address }: { pod: string; address: string }): Promise<[string, ChildProcess]> {
  const argv = [process.execPath, '--disable-warning=ExperimentalWarning', agent, address]
  const [program, ...args] = pod === 'run' ? argv : inPodNetwork(pod, argv)
  const child = spawn(program!, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  await once(child, 'message')
  return [pod, child]
}

await shell(enterNamespaces)
await shell(openPlace(harnessAddress(0), HOSTS))
await shell(addPodNetworks(pods, harnessAddress(0)))
const partitions = new Partitions(0)
const agents = new Map(await Promise.all(everyone.map(startAgent)))

async function asked(name: string, question: Question): Promise<string[]> {
  const child = agents.get(name)!
  child.send(question)
  return (await once(child, 'message'))[0]
}

/** Of each, a line with what it got from each of the others. */
async function heard(patience: number): Promise<Heard> {
  const addresses = everyone.map(it => it.address)
  const got = await Promise.all(everyone.map(it => asked(it.pod, { addresses, patience })))
  const senders = await Promise.all(everyone.map(it => asked(it.pod, 'who was heard')))
  const lines = everyone.map(({ pod, address }, from) => {
    const words = everyone.map((it, to) => {
      const arrived = got[from]![to] === 'silence' && senders[to]!.includes(address)
      return `${it.pod} ${got[from]![to]}${arrived ? ' (but was reached)' : ''}`
    })
    return [pod, words.filter((_, to) => to !== from).join(', ')]
  })
  return Object.fromEntries(lines)
}

process.once('disconnect', () => process.exit(0))
process.on('message', async (deed: Action) => {
  if (deed === 'heal') await partitions.healAll()
  else if (deed !== 'nothing') await partitions.cutOff(deed.cut.map(addressOf))
  process.send?.(await heard(typeof deed === 'string' ? PATIENCE.whole : PATIENCE.cut))
})
process.send?.('made')
