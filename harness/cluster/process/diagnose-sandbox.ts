import { createServer } from 'node:net'
import type { Diagnosis } from '../../toolchain/host.ts'
import { type Abilities, probeConfinement, type Unconfined } from './abilities.ts'
import { sandboxOf } from './choose-sandbox.ts'

/** Whether all of 127.0.0.0/8 can be bound (Linux), or one address only (macOS without aliases). */
type Loopback = 'any' | 'only-127.0.0.1'

/** What a run on processes, without flags, would find here. */
export async function diagnoseProcesses(has: Abilities): Promise<Diagnosis[]> {
  const [loopback, unconfined] = await Promise.all([probeLoopback(), probeConfinement()])
  return [...about(has, loopback), ...aboutConfinement(unconfined)]
}

/** In words, what a run gets: namespaces or not, partitions or not, and addresses where it gets no namespaces. */
export function about(has: Abilities, loopback: Loopback): Diagnosis[] {
  const { sandbox, lacks } = sandboxOf({ sandbox: 'auto', addresses: 'ip' }, has)
  const lack = lacks.partition
  const own: Diagnosis =
    sandbox === 'namespaces' || lack === undefined
      ? { ok: 'ok', what: 'sandbox', found: 'a run gets namespaces of its own' }
      : {
          ok: 'warn',
          what: 'sandbox',
          found: `none, ${lack.why}; pods run on loopback addresses of this machine`,
          fix: lack.fix,
        }
  const cut: Diagnosis = lack
    ? { ok: 'warn', what: 'partitions', found: `none, ${lack.why}`, fix: lack.fix }
    : { ok: 'ok', what: 'partitions', found: 'pods can be cut off from each other' }
  return [own, cut, addresses(sandbox === 'namespaces', loopback)]
}

/** In words, what a pod's template can limit, and whom it can run as. */
export function aboutConfinement({ cpu, memory, users }: Unconfined): Diagnosis[] {
  const limited = [cpu ? [] : ['CPU time'], memory ? ['memory (by prlimit)'] : ['memory']].flat().join(' and ')
  const lack = cpu ?? memory
  const limits = { what: 'limits', found: `pods can be limited in ${limited}` }
  return [
    lack ? { ok: 'warn', ...limits, found: `${limits.found}; ${lack.why}`, fix: lack.fix } : { ok: 'ok', ...limits },
    users
      ? { ok: 'warn', what: 'users', found: `pods run as whoever runs this; ${users.why}`, fix: users.fix }
      : { ok: 'ok', what: 'users', found: 'pods can run as other users with --sandbox none' },
  ]
}

function addresses(namespaces: boolean, loopback: Loopback): Diagnosis {
  const what = 'loopback'
  if (loopback === 'any') return { ok: 'ok', what, found: 'all of 127.0.0.0/8' }
  const found = '127.0.0.1 only'
  return namespaces ? { ok: 'ok', what, found } : { ok: 'fail', what, found, fix: 'run with --addresses port' }
}

function probeLoopback(): Promise<Loopback> {
  return new Promise(resolve => {
    const server = createServer()
    server.once('error', () => resolve('only-127.0.0.1'))
    server.listen(0, '127.77.1.1', () => server.close(() => resolve('any')))
  })
}
