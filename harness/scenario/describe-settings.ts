import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Subject } from './subject.ts'

/**
 * Completes run.json with every setting that differed from the program's default. Done when the run is over, so that it costs the run nothing;
 * a run that broke off before its pods were up has none.
 */
export async function describeSettings(folder: string, { settings }: Subject): Promise<void> {
  const started = await readFile(join(folder, 'config', 'started.json'), 'utf8').catch(() => undefined)
  if (started === undefined || settings === undefined) return
  const file = join(folder, 'run.json')
  const run = JSON.parse(await readFile(file, 'utf8'))
  const differing = await settings.of(JSON.parse(started))
  await writeFile(file, `${JSON.stringify({ ...run, settings: differing }, undefined, 2)}\n`)
}
