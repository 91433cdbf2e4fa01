import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readPodLogs } from '../../../harness/report/pod-logs.ts'

test('a pod has all its logs, also of before it was replaced, and none of a pod with a longer name', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gauntlet-logs-'))
  mkdirSync(join(folder, 'pods'))
  const write = (name: string, s: number) =>
    writeFileSync(join(folder, 'pods', name), `ts=2026-01-01T12:00:0${s}Z level=info msg=${name}\n`)
  write('store-1.log', 3)
  write('store-1.stopped.log', 1)
  write('store-10.log', 2)
  const logs = await readPodLogs(folder, ['store-1', 'store-2'])
  expect([...logs].map(([pod, { files, lines }]) => [pod, files, lines.map(l => l.text.slice(39))])).toEqual([
    ['store-1', ['pods/store-1.log', 'pods/store-1.stopped.log'], ['store-1.stopped.log', 'store-1.log']],
  ])
  rmSync(folder, { recursive: true })
  expect(await readPodLogs(folder, ['store-1'])).toEqual(new Map())
})
