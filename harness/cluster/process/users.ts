import { lchown, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { User } from '../../fleet/fleet.ts'
import { command } from '../../util/command.ts'
import { UsageError } from '../../util/errors.ts'
import type { Lack } from '../lacks.ts'

/** What the kernel says of this process, as text: files of /proc/self. */
export interface Rights {
  /** uid_map and gid_map: lines of `<first id here> <first id outside> <how many>`. */
  uids: string
  gids: string
  /** status */
  status: string
}

/** Bits of the capabilities that it takes to start a program as somebody else and to give a folder away (linux/capability.h). */
const CAPABILITIES = { chown: 0, setgid: 6, setuid: 7 }

/** What keeps this process from starting programs as that user; undefined where nothing does. */
export async function lackOf(user: User): Promise<Lack | undefined> {
  if (isOurselves(user)) return undefined
  const [uids, gids, status] = await Promise.all(
    ['uid_map', 'gid_map', 'status'].map(name => readFile(`/proc/self/${name}`, 'latin1').catch(() => '')),
  )
  return lackBy({ uids: uids!, gids: gids!, status: status! }, user)
}

/** The same by what the kernel says. */
export function lackBy({ uids, gids, status }: Rights, { user, group }: User): Lack | undefined {
  const fix = 'run as root with --sandbox none, or leave the user out'
  const capabilities = BigInt(`0x${/^CapEff:\s*(\w+)/m.exec(status)?.[1] ?? '0'}`)
  if (!Object.values(CAPABILITIES).every(bit => (capabilities >> BigInt(bit)) & 1n)) {
    return { why: 'only root may start programs as somebody else', fix }
  }
  if (isMapped(uids, user) && isMapped(gids, group)) return undefined
  return { why: `the namespaces of this run know no user ${user} with group ${group}`, fix }
}

const isMapped = (map: string, id: number): boolean =>
  map
    .split('\n')
    .map(line => line.trim().split(/\s+/).map(Number))
    .some(([first = 0, , count = 0]) => first <= id && id < first + count)

const isOurselves = ({ user, group }: User): boolean => process.getuid?.() === user && process.getgid?.() === group

/** The command that runs `argv` as that user, without any right that is root's. The process keeps its id. */
export const asUser = (user: User, argv: readonly string[]): string[] =>
  isOurselves(user)
    ? [...argv]
    : ['setpriv', `--reuid=${user.user}`, `--regid=${user.group}`, '--clear-groups', ...argv]

/** Gives a folder and all that is in it to that user, where it is somebody else's: as `fsGroup` with `OnRootMismatch` does. */
export async function giveTo({ user, group }: User, folder: string): Promise<void> {
  const { uid, gid } = await stat(folder)
  if (uid === user && gid === group) return
  const inside = await readdir(folder, { recursive: true })
  for (const path of ['.', ...inside]) await lchown(join(folder, path), user, group)
}

/** @throws UsageError naming the first of these files that the user can not reach */
export async function demandReadable(user: User, files: readonly string[]): Promise<void> {
  const script = 'for file; do [ -r "$file" ] || { echo "$file"; exit 1; }; done'
  const [program, ...args] = asUser(user, ['sh', '-c', script, 'sh', ...files])
  const { code, stdout, stderr } = await command(program!, args)
  if (code === 0) return
  throw new UsageError(
    `user ${user.user} with group ${user.group} can not read ${stdout.trim() || `files (${stderr.trim()})`}`,
    'put it into a folder that everybody may enter: programs by their flags, runs by --runs',
  )
}
