import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Started, settingsOf } from '../mimir/settings.ts'

/**
 * Completes run.json with every setting that differed from Mimir's default. Done when the run is over, so that it costs the run nothing;
 * a run that broke off before its pods were up has none.
 */
export async function describeSettings(folder: string): Promise<void> {
  const started = await readFile(join(folder, 'config', 'started.json'), 'utf8').catch(() => undefined)
  if (started === undefined) return
  const file = join(folder, 'run.json')
  const run = JSON.parse(await readFile(file, 'utf8'))
  const settings = await settingsOf(JSON.parse(started) as Started)
  await writeFile(file, `${JSON.stringify({ ...run, settings }, undefined, 2)}\n`)
}
