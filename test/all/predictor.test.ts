import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { compare } from '../predictor/reference-cases.ts'
import { buildReference } from '../predictor/reference-program.ts'

test('100,000 shards of random rings are those of dskit, with the owners of a key in each, and 10,000 of queriers those of the query-scheduler', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'predictor-'))
  try {
    const reference = await buildReference(folder)
    const { stdout } = spawn(reference, ['-seed', '1', '-rings', '10000', '-cases', '10'])
    expect(await compare(createInterface(stdout))).toEqual({
      ringCases: 100_000,
      querierCases: 10_000,
      zones: expect.toSatisfy((n: number) => n > 50_000),
      lookbacks: expect.toSatisfy((n: number) => n > 40_000),
      readOnly: expect.toSatisfy((n: number) => n > 20_000),
      owned: expect.toSatisfy((n: number) => n > 50_000),
      differ: [],
    })
  } finally {
    await rm(folder, { recursive: true })
  }
}, 600_000)
