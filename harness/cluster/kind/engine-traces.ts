import { readdir, readFile, rmdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { done, until } from '../../util/until.ts'
import { lockNotes, type Note, readNotes, removeNote, writeNote } from './engine-notes.ts'

/** kubelet and the node's systemd set them for their node, but the kernel has them only once. */
const SETTINGS = [
  ...['vm/overcommit_memory', 'vm/panic_on_oom', 'kernel/panic', 'kernel/panic_on_oops'],
  ...['fs/file-max', 'fs/nr_open'],
] as const

/** Nodes share what one user may have of these, and the kernel's own limits are made for one machine. What is higher already stays. */
const RAISED: Readonly<Record<string, number>> = {
  'fs/inotify/max_user_instances': 1024,
  'fs/inotify/max_user_watches': 524_288,
}

/** kind mounts it into every node. */
const MOUNTED = ['/lib/modules'] as const

const CGROUPS = '/sys/fs/cgroup'

/**
 * Writes down what an engine is going to change, and gives its nodes the limits they need. Where there is a note already, of an engine that
 * runs or was killed, the machine was as that note says.
 */
export async function prepareMachine(engine: Pick<Note, 'run' | 'dataRoot' | 'cgroup'>): Promise<void> {
  using _locked = await lockNotes()
  const [earlier] = await readNotes()
  const settings = earlier?.settings ?? (await readSettings())
  await writeNote({ ...engine, settings, absent: earlier?.absent ?? (await absent(MOUNTED)) })
  for (const [name, value] of tooLow(settings)) await writeFile(join('/proc/sys', name), value)
}

/** The settings to write so that none of the limits is lower than nodes need. */
export const tooLow = (settings: Record<string, string>): [string, string][] =>
  Object.entries(RAISED).flatMap(([name, value]) => (Number(settings[name]) < value ? [[name, String(value)]] : []))

/**
 * Makes the machine what it was before an engine, which must have ended: its cgroups go, and when it was the last one, settings and folders
 * are as they were. What other engines left that were killed goes with it.
 * @param inUse whether an engine of that data root runs.
 * @returns what was put right, in words; empty when nothing was left.
 */
export async function restoreMachine(
  dataRoot: string,
  inUse: (dataRoot: string) => Promise<boolean>,
): Promise<string[]> {
  using _locked = await lockNotes()
  const notes = await readNotes()
  const own = notes.find(note => note.dataRoot === dataRoot)
  if (!own) return []
  const ended = [own]
  for (const note of notes) if (note !== own && !(await inUse(note.dataRoot))) ended.push(note)
  let cgroups = 0
  for (const note of ended) cgroups += await removeCgroups(note.cgroup)
  const told = ended.length === notes.length ? await restoreSettings(own) : []
  for (const note of ended) await removeNote(note)
  return cgroups > 0 ? [...told, `${cgroups} cgroups removed`] : told
}

async function restoreSettings(note: Note): Promise<string[]> {
  const changed = differing(note.settings, await readSettings())
  for (const [name, value] of changed) await writeFile(join('/proc/sys', name), value)
  // Only what is empty goes: a folder that somebody uses since then is not ours.
  for (const folder of note.absent) await rmdir(folder).catch(() => {})
  return changed.map(([name, value]) => `${name} is ${value} again`)
}

/** The settings to write so that `now` becomes `before`. */
export const differing = (before: Record<string, string>, now: Record<string, string>): [string, string][] =>
  Object.entries(before).filter(([name, value]) => now[name] !== value)

async function readSettings(): Promise<Record<string, string>> {
  const entries = [...SETTINGS, ...Object.keys(RAISED)].map(async name => [
    name,
    (await readFile(join('/proc/sys', name), 'utf8')).trim(),
  ])
  return Object.fromEntries(await Promise.all(entries)) as Record<string, string>
}

async function absent(paths: readonly string[]): Promise<string[]> {
  const there = await Promise.all(paths.map(path => stat(path).catch(() => undefined)))
  return paths.filter((_, i) => !there[i])
}

/** cgroup v1 has a hierarchy per controller, v2 has one. */
async function hierarchies(): Promise<string[]> {
  const unified = await stat(join(CGROUPS, 'cgroup.controllers')).catch(() => undefined)
  if (unified) return [CGROUPS]
  return (await readdir(CGROUPS)).map(name => join(CGROUPS, name))
}

/** Removes the engine's cgroups; the kernel needs a moment to take the last process out of one. @returns how many there were. */
async function removeCgroups(cgroup: string): Promise<number> {
  let removed = 0
  for (const hierarchy of await hierarchies()) {
    await until(
      async () => {
        removed += await removeTree(join(hierarchy, cgroup))
        return done(undefined)
      },
      { for: `the cgroups ${hierarchy}${cgroup} to be empty`, deadline: 10_000 },
    )
  }
  return removed
}

/** A cgroup's files go with it; it must have no cgroups below it. */
async function removeTree(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => undefined)
  if (!entries) return 0
  let removed = 1
  for (const entry of entries) if (entry.isDirectory()) removed += await removeTree(join(folder, entry.name))
  await rmdir(folder)
  return removed
}
