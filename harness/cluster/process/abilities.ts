import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { which } from '../../toolchain/locate.ts'
import { command } from '../../util/command.ts'
import { reason } from '../../util/errors.ts'
import { unshare } from '../../util/namespaces.ts'
import { searchable } from '../../util/search-path.ts'
import type { Lack } from '../lacks.ts'
import type { Resource } from './control-groups.ts'
import { HOSTS } from './names.ts'
import { readyForPartitions, rulesAround } from './partitions.ts'
import { PodGroups } from './pod-groups.ts'
import { addPodNetworks, batch, enterNamespaces, harnessAddress, inPodNetwork, openPlace } from './sandbox.ts'
import { lackOf } from './users.ts'

/** What runs can have on this machine, each with all that stands before it; and what is in the way of the next. */
export type Abilities = { reach: 'partitions' } | { reach: 'nothing' | 'namespaces' | 'pod networks'; lack: Lack }

/** Programs that a run in namespaces starts, and the packages that have them. */
const programs = { unshare: 'util-linux', nsenter: 'util-linux', mount: 'mount', ip: 'iproute2' }

/** What is in the way when a reach is the last one, by the words of the program that was refused. */
const lacks: Readonly<Record<Exclude<Abilities['reach'], 'partitions'>, (complaint: string) => Lack>> = {
  nothing: complaint => ({
    why: `a user may not make namespaces (${complaint})`,
    fix: 'allow unprivileged user namespaces (sysctl kernel.apparmor_restrict_unprivileged_userns=0 on Ubuntu)',
  }),
  namespaces: complaint => ({
    why: `pods can not have networks of their own (${complaint})`,
    fix: 'use a kernel with veth (modprobe veth)',
  }),
  'pod networks': complaint => ({
    why: `the kernel takes no routing rules (${complaint})`,
    fix: 'use a kernel with policy routing (CONFIG_IP_MULTIPLE_TABLES)',
  }),
}

const pods = ['trial-a', 'trial-b'].map((pod, index) => ({ pod, address: `198.18.1.${index + 1}`, index }))
const rules = rulesAround(pods.map(p => p.address))

/** The very commands of a run, with a word for each ability that was reached. */
const trial = [
  enterNamespaces,
  'echo namespaces',
  openPlace(harnessAddress(0), HOSTS),
  addPodNetworks(pods, harnessAddress(0)),
  inPodNetwork('trial-a', ['true']).join(' '),
  'echo pod networks',
  readyForPartitions,
  batch([...rules.map(rule => `rule add ${rule}`), ...rules.map(rule => `rule del ${rule}`)]),
  'echo partitions',
].join('\n')

/**
 * Tries out, in well under a second, what a run can have here. Leaves nothing behind: the trial takes place in namespaces that end with
 * it. Never throws; after five seconds without an answer the answer is no.
 */
export async function probeAbilities(env: NodeJS.ProcessEnv = process.env): Promise<Abilities> {
  if (process.platform !== 'linux') {
    return { reach: 'nothing', lack: { why: 'namespaces are a part of Linux', fix: 'run on Linux' } }
  }
  for (const [program, name] of Object.entries(programs)) {
    if (await which(program, env)) continue
    return { reach: 'nothing', lack: { why: `there is no ${program} on PATH`, fix: `install ${name}` } }
  }
  try {
    const [file, ...flags] = unshare
    const ended = await command(file, [...flags, 'sh', '-ec', trial], { env: searchable(env), timeout: 5000 })
    const reach = (['partitions', 'pod networks', 'namespaces'] as const).find(word =>
      ended.stdout.split('\n').includes(word),
    )
    if (reach === 'partitions') return { reach }
    const complaint = ended.timedOut
      ? 'no answer within 5 s'
      : ended.stderr.trim().split('\n')[0] || `exit code ${ended.code}`
    return { reach: reach ?? 'nothing', lack: lacks[reach ?? 'nothing'](complaint) }
  } catch (thrown) {
    return { reach: 'nothing', lack: lacks.nothing(reason(thrown)) }
  }
}

/** What pods of a run on this machine can not be confined to; what is not named can be had. */
export type Unconfined = Readonly<Partial<Record<Resource | 'users', Lack>>>

/** Somebody whom no machine has by itself, as images have it. */
const SOMEBODY = { user: 10_001, group: 10_001 }

/** Tries out what pods can be confined to, by the very groups that a run makes; they are gone when this returns. */
export async function probeConfinement(): Promise<Unconfined> {
  const scratch = await mkdtemp(join(tmpdir(), 'gauntlet-trial-'))
  try {
    await using groups = await PodGroups.open(`trial-${process.pid}`, scratch)
    const [cpu, memory, users] = [groups.lackOf('cpu'), groups.lackOf('memory'), await lackOf(SOMEBODY)]
    return { ...(cpu && { cpu }), ...(memory && { memory }), ...(users && { users }) }
  } finally {
    await rm(scratch, { recursive: true })
  }
}
