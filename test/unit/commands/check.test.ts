import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { check } from '../../../harness/commands/check.ts'
import { UsageError } from '../../../harness/util/errors.ts'
import { sampleEvents, sampleRun } from '../report/sample-run.ts'

let runs: string
let told: string

beforeEach(async () => {
  runs = await mkdtemp(join(tmpdir(), 'check-'))
  told = ''
  vi.spyOn(process.stdout, 'write').mockImplementation(text => {
    told += text
    return true
  })
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(runs, { recursive: true })
})

/** A folder as a run leaves it that was not judged yet. */
async function ran(id: string, events: readonly unknown[]): Promise<string> {
  const folder = join(runs, id)
  await mkdir(folder)
  await writeFile(join(folder, 'run.json'), JSON.stringify({ ...sampleRun, id }))
  await writeFile(join(folder, 'history.ndjson'), events.map(event => `${JSON.stringify(event)}\n`).join(''))
  return folder
}

const verdictIn = async (folder: string) => JSON.parse(await readFile(join(folder, 'verdict.json'), 'utf8')).verdict

test('several runs are judged one after the other, and the exit code is that of all together', async () => {
  const [red, nothing] = [await ran('roll-1', sampleEvents), await ran('roll-2', [])]
  expect(await check([join(runs, 'roll-*')], true)).toBe(1)
  const verdicts = told
    .trim()
    .split('\n')
    .map(line => JSON.parse(line).verdict)
  expect(verdicts).toEqual(['invalid', 'unknown'])
  expect([await verdictIn(red), await verdictIn(nothing)]).toEqual(verdicts)
  expect(await check([nothing], true)).toBe(3)
})

test('as text there is a line between them', async () => {
  const folders = [await ran('roll-1', []), await ran('roll-2', [])]
  await check(folders, false)
  expect(told.split('\n\n? unknown  rolling-restart')).toHaveLength(2)
})

test('when one is no run, none is judged', async () => {
  const folder = await ran('roll-1', sampleEvents)
  await expect(check([folder, join(runs, 'none')], true)).rejects.toThrow(
    new UsageError(`no run folder at ${join(runs, 'none')}`, 'name a folder of runs/, e.g. runs/latest'),
  )
  await expect(verdictIn(folder)).rejects.toThrow('ENOENT')
})
