import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, join, resolve, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { RunFile } from '../history/run-info.ts'
import { reason, UsageError } from '../util/errors.ts'
import { extensionOf } from '../util/sibling.ts'
import { isScenario } from './declare.ts'
import type { Scenario } from './scenario.ts'

const ours = fileURLToPath(new URL('../../scenarios', import.meta.url))

/** Whether a scenario file comes with the project: its id is enough to name it then. */
export const isOurs = (file: string): boolean => file.startsWith(ours + sep)

export interface Entry {
  file: string
  scenario: Scenario
}

/**
 * Loads a scenario file.
 * @throws UsageError when it can not be loaded or its default export is no scenario.
 */
export async function loadScenario(file: string): Promise<Scenario> {
  let module: { default?: unknown }
  try {
    module = await import(pathToFileURL(resolve(file)).href)
  } catch (thrown) {
    if (thrown instanceof UsageError) throw thrown
    throw new UsageError(
      `${file} can not be loaded (${reason(thrown)})`,
      'correct the file; docs/tutorial.md builds one from nothing',
    )
  }
  if (!isScenario(module.default)) {
    throw new UsageError(
      `${file} has no scenario as its default export`,
      'write `export default scenario({ ... })`; see docs/tutorial.md',
    )
  }
  return module.default
}

/** All scenarios that come with the project: scenarios/<operation>/scenario.ts. */
export async function catalogue(): Promise<Entry[]> {
  const name = `scenario${extensionOf(import.meta.url)}`
  const files = (await readdir(ours, { recursive: true })).filter(f => basename(f) === name)
  const all = files.map(async f => ({ file: join(ours, f), scenario: await loadScenario(join(ours, f)) }))
  return (await Promise.all(all)).sort((a, b) => (a.scenario.id < b.scenario.id ? -1 : 1))
}

/** The scenario of a run: one of ours by its id, else the file it came from; undefined when that is not there any more. */
export async function scenarioOf({ scenario, file }: RunFile): Promise<Scenario | undefined> {
  const ours = (await catalogue()).find(e => e.scenario.id === scenario)
  if (ours) return ours.scenario
  return file !== undefined && existsSync(file) ? loadScenario(file) : undefined
}

const suites = ['quick', 'nightly'] as const

/**
 * What the words on the command line mean: scenario ids, suites, or paths of scenario files of the user's own.
 * @throws UsageError for a word that means nothing, with what it could have been.
 */
export async function select(words: readonly string[]): Promise<Entry[]> {
  const all = await catalogue()
  const chosen = new Map<string, Entry>()
  for (const word of words) {
    for (const entry of await meaning(word, all)) chosen.set(entry.file, entry)
  }
  return [...chosen.values()]
}

async function meaning(word: string, all: readonly Entry[]): Promise<Entry[]> {
  const suite = suites.find(s => s === word)
  if (suite) return all.filter(e => e.scenario.suites.includes(suite))
  const byId = all.find(e => e.scenario.id === word)
  if (byId) return [byId]
  if (/[/\\]|\.[cm]?[jt]s$/.test(word)) {
    if (!existsSync(word))
      throw new UsageError(`no scenario file ${word}`, 'give the path of a .ts file with a scenario in it')
    return [{ file: resolve(word), scenario: await loadScenario(word) }]
  }
  const known = [...suites, ...all.map(e => e.scenario.id)].join(', ')
  throw new UsageError(`unknown scenario "${word}"`, `use one of ${known}, or the path of a scenario file`)
}
