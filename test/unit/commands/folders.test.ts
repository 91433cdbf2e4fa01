import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { foldersOf, isRun, runsAmong } from '../../../harness/commands/folders.ts'
import { UsageError } from '../../../harness/util/errors.ts'

let dir: string
const inDir = (...names: string[]) => names.map(name => join(dir, name))

/** Three runs, a folder that is none, a file, and links as runs leave them. */
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'folders-'))
  for (const run of ['zone-outage-1', 'zone-outage-2', 'ingester-kill-1']) {
    await mkdir(join(dir, run))
    await writeFile(join(dir, run, 'run.json'), '{}')
  }
  await mkdir(join(dir, 'zone-notes'))
  await writeFile(join(dir, 'zone.html'), '')
  await symlink('zone-outage-2', join(dir, 'latest'))
  await symlink('gone', join(dir, 'zone-gone'))
})
afterEach(() => rm(dir, { recursive: true }))

test('a glob stands for the folders that it matches, or those of them that are meant', () => {
  expect(foldersOf(inDir('zone-*'))).toEqual(inDir('zone-notes', 'zone-outage-1', 'zone-outage-2'))
  expect(foldersOf(inDir('zone-*', 'ingester-kill-?'), isRun)).toEqual(
    inDir('zone-outage-1', 'zone-outage-2', 'ingester-kill-1'),
  )
})

test('a path is meant as it is, and a folder that is meant twice counts once', () => {
  expect(foldersOf(inDir('none', 'latest'))).toEqual(inDir('none', 'latest'))
  expect(foldersOf(inDir('*'), isRun)).toEqual(inDir('ingester-kill-1', 'zone-outage-2', 'zone-outage-1'))
  expect(foldersOf(inDir('none', 'none'))).toEqual(inDir('none'))
})

test('a folder may be called like a glob', async () => {
  await mkdir(join(dir, 'runs [old]'))
  expect(foldersOf(inDir('runs [old]'))).toEqual(inDir('runs [old]'))
})

test('a glob that matches nothing is refused', () => {
  const refusal = new UsageError(
    `no run matches ${join(dir, 'zone-p*')}`,
    "name folders of runs, as in runs/latest or 'runs/zone-*'",
  )
  expect(() => foldersOf(inDir('zone-outage-1', 'zone-p*'))).toThrow(refusal)
  expect(() => foldersOf(inDir('zone-n*'), isRun)).toThrow('no run matches')
})

test('runs are those folders, or the ones in them', async () => {
  expect(await runsAmong([dir])).toEqual(inDir('ingester-kill-1', 'zone-outage-1', 'zone-outage-2'))
  expect(await runsAmong(inDir('latest', 'zone-notes', 'ingester-*'))).toEqual(inDir('latest', 'ingester-kill-1'))
})
