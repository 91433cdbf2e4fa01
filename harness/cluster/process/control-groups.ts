import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import type { Lack } from '../lacks.ts'

/** What a control group can limit. */
export type Resource = 'cpu' | 'memory'

/** A control group in which a run can make groups of its own. */
export interface Parent {
  version: 1 | 2
  folder: string
}

/** Where groups for a resource can be made, or why they can not. */
export type Parents = Readonly<Record<Resource, Parent | Lack>>

export const isParent = (it: Parent | Lack): it is Parent => 'folder' in it

/** What the kernel says of this process: mounts (/proc/self/mountinfo), its own groups (/proc/self/cgroup), and what a group hands on. */
export interface Kernel {
  mounts: string
  own: string
  /** Text of `cgroup.subtree_control` in a folder; empty where there is none. */
  handsOn(folder: string): string
}

/** As this machine has it. */
export async function parentsHere(): Promise<Parents> {
  const [mounts, own] = await Promise.all(
    ['mountinfo', 'cgroup'].map(name => readFile(`/proc/self/${name}`, 'utf8').catch(() => '')),
  )
  return parentsBy({ mounts: mounts!, own: own!, handsOn })
}

function handsOn(folder: string): string {
  try {
    return readFileSync(join(folder, 'cgroup.subtree_control'), 'utf8')
  } catch {
    return ''
  }
}

/**
 * In version 1 a group may hold processes and groups, so that those of a run go below its own. In version 2 one that hands a resource on holds no
 * processes: they go below the next one above the run's that does.
 */
export function parentsBy(kernel: Kernel): Parents {
  return { cpu: parentBy(kernel, 'cpu'), memory: parentBy(kernel, 'memory') }
}

function parentBy(kernel: Kernel, resource: Resource): Parent | Lack {
  const mounts = mountsOf(kernel.mounts)
  const first = mounts.find(m => m.type === 'cgroup' && m.options.includes(resource))
  if (first) {
    const own = ownGroup(kernel.own, controllers => controllers.split(',').includes(resource))
    return { version: 1, folder: folderOf(first, own) }
  }
  const second = mounts.find(m => m.type === 'cgroup2')
  const fix = 'use a machine whose control groups are mounted at /sys/fs/cgroup'
  if (!second) return { why: `the kernel shows no control groups for ${resource}`, fix }
  const own = folderOf(
    second,
    ownGroup(kernel.own, controllers => controllers === ''),
  )
  for (let folder = own; folder.startsWith(second.at); folder = dirname(folder)) {
    if (kernel.handsOn(folder).split(/\s+/).includes(resource)) return { version: 2, folder }
  }
  return {
    why: `no control group above this run's hands ${resource} on`,
    fix: `let one do so (echo +${resource} > ${join(second.at, 'cgroup.subtree_control')}, as root)`,
  }
}

interface Mount {
  type: string
  at: string
  /** Which group is mounted there: in a container another one than `/`. */
  root: string
  options: readonly string[]
}

const mountsOf = (mounts: string): Mount[] =>
  mounts.split('\n').flatMap(line => {
    const [left, right] = line.split(' - ')
    const [, , , root, at] = (left ?? '').split(' ')
    const [type, , options] = (right ?? '').split(' ')
    return type && root && at ? [{ type, root, at, options: options?.split(',') ?? [] }] : []
  })

/** The path of the group that this process is in. */
function ownGroup(own: string, isIt: (controllers: string) => boolean): string {
  const lines = own.split('\n').map(line => line.split(':'))
  return (
    lines
      .find(([, controllers]) => controllers !== undefined && isIt(controllers))
      ?.slice(2)
      .join(':') ?? '/'
  )
}

const folderOf = ({ root, at }: Mount, group: string): string => {
  const path = relative(root, group)
  return path.startsWith('..') ? at : join(at, path)
}
