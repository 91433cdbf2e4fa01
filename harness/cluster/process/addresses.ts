import { createServer, type Server } from 'node:net'
import { UsageError } from '../../util/errors.ts'
import { INVOCATION } from '../../util/invocation.ts'
import type { PodAddress } from '../cluster.ts'
import { harnessAddress, type Sandbox } from './sandbox.ts'

/** ip: an address per pod, the same ports everywhere. port: everything on 127.0.0.1 with some ports per pod (macOS has no other loopback). */
export type Addressing = 'ip' | 'port'

/** Ports that a pod gets where all share one address. */
const PER_POD = 3

/** Ports of a block: 0 holds the block, then the run's own servers, then the pods from 10 on. */
const BLOCK = 400
const FIRST_BLOCK = 20_000
const BLOCKS = 25

/** The addresses of one place of a run. Two runs at the same time never get the same ones, nor two places. */
export interface AddressPlan extends Disposable {
  /** The n-th pod of the w-th workload, both from 0. @param ports as its template has them */
  pod(workload: number, ordinal: number, ports: PodAddress['ports']): PodAddress
  server(which: 'gateway' | 'observer' | 's3' | 'receiver'): { host: string; port: number }
}

const servers = { gateway: 1, observer: 2, s3: 3, receiver: 4 } as const

/**
 * Claims addresses for a place of a run. In namespaces there is nothing to claim. Otherwise the run binds one socket of a block and keeps it:
 * the kernel frees it whatever happens to the harness.
 * @param place by its number, from 0, in the run's namespaces.
 * @throws UsageError when 25 runs are going on already or something else occupies every block.
 */
export async function claimAddresses(addressing: Addressing, sandbox: Sandbox, place = 0): Promise<AddressPlan> {
  if (addressing === 'port') return claimPorts()
  if (sandbox === 'namespaces') {
    return plan((w, n, ports) => ({ host: `198.${18 + place}.${w + 1}.${n + 1}`, ports }), host(harnessAddress(place)))
  }
  return claimLoopback()
}

type ServerAddress = AddressPlan['server']

const host =
  (address: string): ServerAddress =>
  which => ({ host: address, port: 8080 + servers[which] - 1 })

const plan = (pod: AddressPlan['pod'], server: ServerAddress, lock?: Server): AddressPlan => ({
  pod,
  server,
  [Symbol.dispose]: () => void lock?.close(),
})

async function claimPorts(): Promise<AddressPlan> {
  for (let block = 0; block < BLOCKS; block++) {
    const base = FIRST_BLOCK + block * BLOCK
    const lock = await bind('127.0.0.1', base)
    if (!lock) continue
    return plan(
      (w, n, ports) => {
        const first = base + 10 + (w * 6 + n) * PER_POD
        const names = Object.keys(ports)
        if (n >= 6 || first + PER_POD > base + BLOCK || names.length > PER_POD) {
          throw new UsageError(
            `no ports left for workload ${w}, pod ${n}`,
            'use --addresses ip, which has room for more pods',
          )
        }
        return { host: '127.0.0.1', ports: Object.fromEntries(names.map((name, i) => [name, first + i])) }
      },
      which => ({ host: '127.0.0.1', port: base + servers[which] }),
      lock,
    )
  }
  throw noneLeft(`ports ${FIRST_BLOCK} to ${FIRST_BLOCK + BLOCKS * BLOCK - 1} of 127.0.0.1`)
}

async function claimLoopback(): Promise<AddressPlan> {
  for (let block = 10; block < 10 + BLOCKS; block++) {
    const lock = await bind(`127.${block}.0.1`, 7999)
    if (lock)
      return plan((w, n, ports) => ({ host: `127.${block}.${w + 1}.${n + 1}`, ports }), host(`127.${block}.0.1`), lock)
  }
  throw noneLeft(`127.10.0.1 to 127.${9 + BLOCKS}.0.1, port 7999`)
}

const noneLeft = (where: string): UsageError =>
  new UsageError(
    `no free addresses: all ${BLOCKS} blocks are in use (${where})`,
    `end other runs, or what \`${INVOCATION} clean\` finds`,
  )

/** @throws UsageError naming the first port of a pod that something else listens on. */
export async function assertFree({ host, ports }: PodAddress): Promise<void> {
  for (const port of Object.values(ports)) {
    const server = await bind(host, port)
    if (!server) {
      throw new UsageError(
        `${host}:${port} is in use by another program`,
        'end it, or run with --sandbox namespaces or the other --addresses',
      )
    }
    await new Promise(resolve => server.close(resolve))
  }
}

function bind(address: string, port: number): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer(socket => socket.destroy())
    server.unref()
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') return resolve(undefined)
      if (error.code === 'EADDRNOTAVAIL') {
        return reject(
          new UsageError(
            `${address} can not be used here`,
            'run with --addresses port (only 127.0.0.1 is needed then)',
          ),
        )
      }
      reject(error)
    })
    server.listen({ host: address, port, exclusive: true }, () => resolve(server))
  })
}
