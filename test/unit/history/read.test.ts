import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readVerdict, runsIn } from '../../../harness/history/read.ts'
import { FileRecorder } from '../../../harness/history/recorder.ts'
import { reason } from '../../../harness/util/errors.ts'
import { readRun } from '../../judged.ts'
import { all, end, read, runOf, write } from '../checks/histories.ts'
import { sampleVerdict } from '../report/sample-run.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'gauntlet-read-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const run = runOf()
const events = [write(0), read(500, [all([0, 0])]), end(1000)]
const lines = events.map(e => `${JSON.stringify(e)}\n`).join('')

function folder(history: string, info = JSON.stringify(run)): void {
  writeFileSync(join(dir, 'run.json'), info)
  writeFileSync(join(dir, 'history.ndjson'), history)
}

test('gives back what was recorded', async () => {
  folder('')
  {
    using recorder = new FileRecorder(join(dir, 'history.ndjson'))
    for (const event of events) recorder.record(event)
  }
  expect(await readRun(dir)).toEqual({ run, events })
})

describe('the last line', () => {
  test('may be cut off, which is said', async () => {
    folder(`${lines}{"type":"wri`)
    expect(await readRun(dir)).toEqual({
      run,
      events,
      torn: `${dir}/history.ndjson:4 is cut off after 12 characters and was left out`,
    })
  })

  test('may lack its line break', async () => {
    folder(lines.trimEnd())
    expect(await readRun(dir)).toEqual({ run, events })
  })
})

test('the runs of a folder are the folders in it', async () => {
  for (const id of ['b-2', 'a-1']) mkdirSync(join(dir, id))
  writeFileSync(join(dir, 'matrix-a.html'), '')
  expect(await runsIn(dir)).toEqual(['a-1', 'b-2'])
  expect(await runsIn(join(dir, 'none'))).toEqual([])
})

describe('a verdict', () => {
  const judged = (text: string) => writeFileSync(join(dir, 'verdict.json'), text)

  test('is read as it was written', async () => {
    judged(JSON.stringify(sampleVerdict))
    expect(await readVerdict(dir)).toEqual(sampleVerdict)
  })

  test('is none where nobody judged, where the file was cut off, and where it is of another version', async () => {
    expect(await readVerdict(dir)).toBeUndefined()
    judged(JSON.stringify(sampleVerdict).slice(0, 100))
    expect(await readVerdict(dir)).toBeUndefined()
    judged(JSON.stringify({ ...sampleVerdict, schema: 1 }))
    expect(await readVerdict(dir)).toBeUndefined()
  })
})

describe('refuses, in one line', () => {
  const refusal = async (path = dir) => {
    const thrown = await readRun(path).then(
      () => new Error('was read'),
      e => e,
    )
    return `${thrown.name}: ${reason(thrown).replaceAll(dir, 'RUN')}`
  }

  test('a folder that is not there', async () => {
    expect(await refusal(join(dir, 'none'))).toMatchInlineSnapshot(
      `"UsageError: no run folder at RUN/none: name a folder of runs/, e.g. runs/latest"`,
    )
  })

  test('a folder that is no run', async () => {
    expect(await refusal()).toMatchInlineSnapshot(
      `"UsageError: ENOENT: no such file or directory, open 'RUN/run.json': name a folder of runs/, e.g. runs/latest"`,
    )
    writeFileSync(join(dir, 'run.json'), JSON.stringify(run))
    expect(await refusal()).toMatchInlineSnapshot(
      `"UsageError: ENOENT: no such file or directory, open 'RUN/history.ndjson': name a folder of runs/, e.g. runs/latest"`,
    )
  })

  test('run.json that is no JSON, of another schema, or incomplete', async () => {
    folder(lines, '{')
    expect(await refusal()).toMatchInlineSnapshot(
      `"UsageError: RUN/run.json is not JSON: name another run folder, or repeat the run"`,
    )
    folder(lines, '{"schema":1}')
    expect(await refusal()).toMatchInlineSnapshot(
      `"UsageError: RUN/run.json is of an older version: it has schema 1, this program reads 3: repeat the run, or use the version that wrote it"`,
    )
    folder(lines, '{"schema":4}')
    expect(await refusal()).toMatchInlineSnapshot(
      `"UsageError: RUN/run.json is of a newer version: it has schema 4, this program reads 3: use the version that wrote it"`,
    )
    folder(lines, JSON.stringify({ ...run, seed: 'x' }))
    expect(await refusal()).toMatchInlineSnapshot(
      `"UsageError: RUN/run.json: seed: Invalid input: expected number, received string: name another run folder, or repeat the run"`,
    )
  })

  test('a line that is no JSON, of no known type, or with a field of the wrong type', async () => {
    folder(`${lines}{"type":"wri\n${lines}`)
    expect(await refusal()).toMatchInlineSnapshot(
      `"UsageError: RUN/history.ndjson:4: expected one JSON object, got {"type":"wri: the file is damaged; repeat the run: npm run scenario -- run test"`,
    )
    folder(`${lines}{"type":"surprise"}\n`)
    expect(await refusal()).toMatch(
      /^UsageError: RUN.history.ndjson:4: type: Invalid discriminator value. Expected 'wait' .* repeat the run: /,
    )
    folder(`${lines}${JSON.stringify({ ...write(1), ticks: [1, 'x'] })}\n`)
    expect(await refusal()).toMatchInlineSnapshot(
      `"UsageError: RUN/history.ndjson:4: ticks.1: Invalid input: expected number, received string: the file is damaged; repeat the run: npm run scenario -- run test"`,
    )
  })
})
