import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { lock } from '../../toolchain/lock.ts'

/** What an engine and its nodes change outside of their namespaces, and how it was before. */
export interface Note {
  /** The run that uses the engine. */
  run: string
  /** The engine's; each has one note. */
  dataRoot: string
  /** Settings below /proc/sys that nodes change for the whole machine. */
  settings: Record<string, string>
  /** The engine's place in every cgroup hierarchy. */
  cgroup: string
  /** Folders that were not there. Docker makes what it is told to mount. */
  absent: string[]
}

/** One place for all engines of the machine, wherever their data is: not below XDG_CACHE_HOME, nor $HOME as sudo may keep it. */
const FOLDER = join(userInfo().homedir, '.cache', 'mimir-gauntlet', 'engines')

const fileOf = (dataRoot: string): string =>
  join(FOLDER, `${createHash('sha256').update(dataRoot).digest('hex').slice(0, 16)}.json`)

/** Keeps other engines from reading and writing notes, and the settings they are about. */
export const lockNotes = (): Promise<Disposable> => lock(join(FOLDER, '.lock'), 'the notes of Docker engines')

/** Of engines that run, and of those that were killed. */
export async function readNotes(): Promise<Note[]> {
  const names = await readdir(FOLDER).catch(() => [])
  const notes = names.filter(name => name.endsWith('.json')).map(name => readNote(join(FOLDER, name)))
  return (await Promise.all(notes)).filter(note => note !== undefined)
}

async function readNote(file: string): Promise<Note | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Note
  } catch {
    // Gone, or not written to its end: then nothing was changed yet.
    return undefined
  }
}

export async function writeNote(note: Note): Promise<void> {
  await mkdir(FOLDER, { recursive: true })
  await writeFile(fileOf(note.dataRoot), JSON.stringify(note))
}

export const removeNote = ({ dataRoot }: Note): Promise<void> => rm(fileOf(dataRoot))
