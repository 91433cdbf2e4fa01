import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { forecast, TELL_EVERY, type Usual } from '../../harness/util/usual.ts'
import { explain } from './explain.ts'
import { type Inputs, keyOf } from './key.ts'
import type { BuildOptions } from './shell.ts'

/** A part of the build: what it is made from, and how. Its output is a folder in the cache, named by the key of all its inputs. */
export interface Step {
  name: string
  inputs: Inputs
  needs: readonly Step[]
  /** For people who wait. */
  usually: Usual
  /** Steps of this kind wait for each other. */
  alone?: boolean
  /**
   * Fills an empty folder. `needs` are the folders of the steps it builds upon, in order.
   * @param say what is being done at the moment, for the next line of progress.
   */
  make(folder: string, needs: readonly string[], say: (text: string) => void): Promise<void>
}

/**
 * The steps' outputs in a folder of the cache, made when they are asked for. What is finished is there whole or not at all, so an
 * interrupted build goes on with the first step that is not done. One build at a time may use the folder.
 */
export class Outputs {
  readonly #root: string
  readonly #options: BuildOptions
  readonly #keys = new Map<Step, Promise<string>>()
  readonly #made = new Map<Step, Promise<string>>()
  /** What will be made and has not begun. */
  #coming: Step[] = []
  #turn: Promise<unknown> = Promise.resolve()

  constructor(root: string, options: BuildOptions) {
    this.#root = root
    this.#options = options
  }

  /** The folder that holds, or will hold, the output of this very version of a step. */
  async folderOf(step: Step): Promise<string> {
    return join(this.#root, step.name, await this.#keyOf(step))
  }

  async has(step: Step): Promise<boolean> {
    return (await stat(await this.folderOf(step)).catch(() => undefined)) !== undefined
  }

  /** Looks ahead, so that lines of progress can say how long all of it still takes. @returns the steps that have to be made for these. */
  async lookAhead(...steps: readonly Step[]): Promise<readonly Step[]> {
    const coming = new Set<Step>()
    const visit = async (step: Step): Promise<void> => {
      if (coming.has(step) || (await this.has(step))) return
      coming.add(step)
      for (const need of step.needs) await visit(need)
    }
    for (const step of steps) await visit(step)
    this.#coming = [...coming]
    return this.#coming
  }

  /** The output of a step, made now, with all it needs, unless it is there. */
  get(step: Step): Promise<string> {
    return remembered(this.#made, step, async () => {
      const folder = await this.folderOf(step)
      return (await this.has(step)) ? folder : this.#make(step, folder)
    })
  }

  /** Waits until nothing is being made any more, however it ends. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#made.values())
  }

  /** Deletes a step's outputs, of this and of all other versions. */
  async forget(step: Step): Promise<void> {
    await rm(join(this.#root, step.name), { recursive: true, force: true, maxRetries: 5 })
  }

  #keyOf(step: Step): Promise<string> {
    return remembered(this.#keys, step, async () =>
      keyOf(step.inputs, await Promise.all(step.needs.map(need => this.#keyOf(need)))),
    )
  }

  async #make(step: Step, folder: string): Promise<string> {
    const needs = await Promise.all(step.needs.map(need => this.get(need)))
    if (!step.alone) return this.#fill(step, folder, needs)
    const mine = this.#turn.then(() => this.#fill(step, folder, needs))
    this.#turn = mine.catch(() => {})
    return mine
  }

  async #fill(step: Step, folder: string, needs: readonly string[]): Promise<string> {
    const { onProgress, signal } = this.#options
    signal?.throwIfAborted()
    const home = join(this.#root, step.name)
    await mkdir(home, { recursive: true })
    // One build at a time: whatever is unfinished was left by one that was killed.
    await removeOthers(home, name => name.startsWith(UNFINISHED))

    const start = performance.now()
    const seconds = () => Math.round((performance.now() - start) / 1000)
    let doing = ''
    this.#coming = this.#coming.filter(other => other !== step)
    // What is made beside others says nothing of when all is done.
    const later = () => (step.alone ? this.#coming.map(it => it.usually) : [])
    onProgress?.(`${step.name}: ${forecast(step.usually, 0, later())}`)
    const ticker = setInterval(
      () =>
        onProgress?.(
          `${step.name}: ${seconds()} s, ${forecast(step.usually, seconds(), later())}${doing && ` (${doing})`}`,
        ),
      TELL_EVERY,
    )
    try {
      const unfinished = await mkdtemp(join(home, UNFINISHED))
      await step.make(unfinished, needs, text => {
        doing = text
      })
      await rename(unfinished, folder)
    } catch (thrown) {
      await removeOthers(home, name => name.startsWith(UNFINISHED)).catch(() => {})
      signal?.throwIfAborted()
      throw explain(step.name, thrown)
    } finally {
      clearInterval(ticker)
    }
    await removeOthers(home, name => join(home, name) !== folder)
    onProgress?.(`${step.name}: done in ${seconds()} s`)
    return folder
  }
}

const UNFINISHED = '.unfinished-'

async function removeOthers(home: string, which: (name: string) => boolean): Promise<void> {
  const names = (await readdir(home)).filter(which)
  await Promise.all(names.map(name => rm(join(home, name), { recursive: true, force: true, maxRetries: 5 })))
}

function remembered<K, V>(map: Map<K, Promise<V>>, key: K, make: () => Promise<V>): Promise<V> {
  const known = map.get(key)
  if (known) return known
  const made = make()
  map.set(key, made)
  return made
}
