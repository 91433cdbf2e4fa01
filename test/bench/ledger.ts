import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * The ledger at 10,020 samples a second for a minute against a real Mimir, with full accounting, and what the harness's own process
 * cost meanwhile. Prints one line of JSON.
 */
const runs = mkdtempSync(join(tmpdir(), 'gauntlet-ledger-'))
try {
  const cli = new URL('../../harness/cli.ts', import.meta.url).pathname
  const file = new URL('./ledger.scenario.ts', import.meta.url).pathname
  const { status, stderr } = spawnSync(process.execPath, [cli, 'run', file, '--runs', runs], { encoding: 'utf8' })
  if (status === 2) throw new Error(stderr)
  const folder = join(runs, 'latest')
  const { verdict, numbers } = JSON.parse(readFileSync(join(folder, 'verdict.json'), 'utf8'))
  const facts = readFileSync(join(folder, 'history.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
    .filter(e => e.type === 'fact' && e.fact === 'cpu seconds')
  const [before, after] = facts.map(f => f.value as { own: number; all: number })
  console.log(
    JSON.stringify({
      name: 'ledger-10k',
      verdict,
      ackedPerSecond: Math.round(numbers.acked_samples / 60),
      lost: numbers.lost_samples,
      harnessCpuShare: Math.round((1000 * (after!.own - before!.own)) / (after!.all - before!.all)) / 1000,
      harnessRssMiB: Math.round(numbers.harness_rss_bytes / 2 ** 20),
    }),
  )
} finally {
  rmSync(runs, { recursive: true })
}
