import { mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { which } from '../../toolchain/locate.ts'
import { lock } from '../../toolchain/lock.ts'
import { command } from '../../util/command.ts'
import { UsageError } from '../../util/errors.ts'
import { namespaces } from '../../util/namespaces.ts'
import { DockerDaemon } from './docker-daemon.ts'
import { daemonConfig, forgetContainers, NAMES } from './engine-data.ts'
import { startNames } from './engine-names.ts'
import { readNotes } from './engine-notes.ts'
import { prepareMachine, restoreMachine } from './engine-traces.ts'

/**
 * What to put before the command of the process that starts an engine. The engine, its containers, bridges, firewall rules and mounts end
 * with that process, however it ends, and no packet leaves the machine: its network has a loopback and nothing else. No user namespace:
 * nodes mount what only real root may.
 */
export const engineNamespaces = ['unshare', ...namespaces] as const

export interface EngineOptions {
  /** Names the user of the engine to others who want it. */
  run: string
  /** A folder that ends with the run: sockets and state. Its path must be short, sockets allow for 107 characters. */
  scratch: string
  /** Where images stay from run to run. One engine at a time. */
  dataRoot: string
  /** Path of the runtime (runccap). */
  runc: string
  /** The file for what the engine says. */
  log: string
  signal?: AbortSignal | undefined
}

/** A Docker engine that has started. */
export interface Engine extends AsyncDisposable {
  /** DOCKER_HOST for docker and kind. */
  readonly env: { readonly DOCKER_HOST: string }
  /** Loads an image from a .tar.zst, unless the engine has it from this very archive. @returns whether it was loaded now. */
  loadImage(image: string, archive: string): Promise<boolean>
  /** Ends the engine and puts back what it changed on the machine. */
  stop(): Promise<void>
}

const lockOf = (dataRoot: string): string => join(dataRoot, '.lock')

/**
 * Starts a Docker engine as a child of this process, which must be in the namespaces of `engineNamespaces`, and returns when it answers.
 * Whatever a killed run left in the data root is removed, images stay.
 * @throws UsageError when this is not root, dockerd is missing, another run has the data root, or the engine dies.
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { run, scratch, dataRoot } = options
  await demand()
  await mkdir(dataRoot, { recursive: true })
  const stack = new DisposableStack()
  try {
    stack.use(await claim(dataRoot))
    await enterNamespaces()
    await mkdir(scratch, { recursive: true })
    await restoreMachine(dataRoot, inUse)
    const cgroup = `/mimir-gauntlet-${run}`
    await prepareMachine({ run, dataRoot, cgroup })
    await forgetContainers(dataRoot)
    stack.use(await startNames(NAMES))
    const socket = join(scratch, 'docker.sock')
    const daemon = await DockerDaemon.start(daemonConfig({ ...options, socket, cgroup }), { ...options, socket })
    const engine = engineOf(daemon, dataRoot, stack)
    try {
      await daemon.answers()
      await daemon.prune()
      return engine
    } catch (thrown) {
      await engine.stop()
      throw thrown
    }
  } catch (thrown) {
    stack.dispose()
    throw thrown
  }
}

function engineOf(daemon: DockerDaemon, dataRoot: string, held: Disposable): Engine {
  const stop = async () => {
    await daemon.stop()
    // What cannot be put back yet, since something of a container lives still, is noted: the next engine does it, or cleanEngine.
    await restoreMachine(dataRoot, inUse).catch(() => {})
    held[Symbol.dispose]()
  }
  return {
    env: daemon.env,
    loadImage: (image, archive) => daemon.loadImage(image, archive, join(dataRoot, 'loaded.json')),
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

/**
 * Puts back what an engine changed on the machine and could not, since it was killed.
 * @returns what was put right; empty when nothing was left, or when a run is using the engine.
 */
export async function cleanEngine(dataRoot: string): Promise<string[]> {
  if (!(await userOf(dataRoot))) return []
  const held = await tryLock(dataRoot)
  if (!held) return []
  try {
    return await restoreMachine(dataRoot, inUse)
  } finally {
    held[Symbol.dispose]()
  }
}

async function demand(): Promise<void> {
  if (process.getuid?.() !== 0) {
    throw new UsageError(
      'a Docker engine of its own needs root',
      'run it with sudo -E, or with a Docker that is running',
    )
  }
  const missing = await missingForEngine()
  if (missing) throw missing
}

/** What an engine of our own lacks on this machine first, if anything. */
export async function missingForEngine(): Promise<UsageError | undefined> {
  const packages = {
    dockerd: 'docker.io',
    docker: 'docker.io',
    containerd: 'containerd',
    runc: 'runc',
    iptables: 'iptables',
    ip: 'iproute2',
    zstd: 'zstd',
  }
  for (const [program, name] of Object.entries(packages)) {
    if (!(await which(program))) return new UsageError(`there is no ${program} on PATH`, `apt-get install ${name}`)
  }
  return undefined
}

async function claim(dataRoot: string): Promise<Disposable> {
  const held = await tryLock(dataRoot)
  if (held) return held
  const user = (await userOf(dataRoot)) ?? 'another run'
  throw new UsageError(
    `the Docker engine of ${dataRoot} is in use by ${user}`,
    'wait until it has ended, or set XDG_CACHE_HOME to another folder for an engine beside it',
  )
}

/** The run that uses, or used, the engine; undefined when it left nothing. */
const userOf = async (dataRoot: string): Promise<string | undefined> =>
  (await readNotes()).find(note => note.dataRoot === dataRoot)?.run

async function inUse(dataRoot: string): Promise<boolean> {
  if (!(await stat(dataRoot).catch(() => undefined))) return false
  const held = await tryLock(dataRoot)
  held?.[Symbol.dispose]()
  return held === undefined
}

/** Undefined when somebody else holds it. */
async function tryLock(dataRoot: string): Promise<Disposable | undefined> {
  const patience = AbortSignal.timeout(1000)
  return lock(lockOf(dataRoot), 'the Docker engine', { signal: patience }).catch(thrown => {
    if (patience.aborted) return undefined
    throw thrown
  })
}

/** Makes the namespaces usable. State that runtimes keep below /run must not be the machine's. */
async function enterNamespaces(): Promise<void> {
  const [, ...routes] = (await readFile('/proc/net/route', 'utf8')).trim().split('\n')
  // On the machine itself, the mount below would hide what everybody needs.
  if (routes.length > 0)
    throw new Error('an engine starts in namespaces of its own only (engineNamespaces): there are routes here')
  const steps = ['mount -t tmpfs tmpfs /run', 'ip link set lo up', `ip address add ${NAMES}/32 dev lo`]
  for (const argv of steps) {
    const [program, ...args] = argv.split(' ')
    const { code, stderr } = await command(program!, args)
    if (code !== 0) throw new Error(`${argv}: ${stderr.trim()}`)
  }
}
