import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { readRun } from '../../harness/history/read.ts'
import { mimir } from '../../harness/mimir/mimir.ts'
import { graphLink, type Stretch } from '../../harness/observer/query-links.ts'
import { UsageError } from '../../harness/util/errors.ts'
import { launchChromium } from '../../test/browser/chromium.ts'
import { commandLine, harness, root } from './harness.ts'

/**
 * `npm run docs:red-run` makes the pictures and the console's lines of docs/a-red-run.md of a new run of the control that the page walks through; `npm run
 * docs:red-run -- runs/latest` of a run of it that is there already.
 */

const RUN = ['ingester-kill', '--control', 'wal-deleted', '--seed', '1'] as const
/** What the killed ingester lacks, as its metrics say it: seconds between the oldest and the youngest sample that it has. */
const SPAN = 'cortex_ingester_tsdb_head_max_timestamp_seconds - cortex_ingester_tsdb_head_min_timestamp_seconds'
const POD = 'ingester-zone-a-0'
const PORT = 19_091
/** Pixels. */
const WIDTH = 1400
/** Milliseconds in which the web interface has drawn. */
const DRAWN = 3000

const pictures = join(root, 'docs/red-run')

type Page = Awaited<ReturnType<Awaited<ReturnType<typeof launchChromium>>['newPage']>>

/** What is found, and the log of the restart, which the fault's evidence unfolds. */
async function drawReport(page: Page, folder: string): Promise<void> {
  await page.goto(pathToFileURL(join(folder, 'report.html')).href)
  const end = await page.getByRole('heading', { name: 'Excludes' }).boundingBox()
  if (!end) throw new UsageError('the report shows no findings', 'make the pictures of a run that is red')
  const clip = { x: 0, y: 0, width: WIDTH, height: Math.ceil(end.y) }
  await page.screenshot({ path: join(pictures, 'findings.png'), fullPage: true, clip })
  const log = page.locator('details[data-log]', { hasText: `Logs of that time: ${POD} (` }).first()
  await log.locator('summary').click()
  const lines = log.getByLabel(`log of ${POD}`)
  await lines.evaluate(it => {
    const told = [...it.children].find(line => line.textContent?.includes('Replaying on-disk memory mappable chunks'))
    if (told instanceof HTMLElement) it.scrollTop = told.offsetTop - it.offsetTop
  })
  await log.screenshot({ path: join(pictures, 'log.png') })
}

/** What its metrics say, in Prometheus' web interface. */
async function drawMetrics(page: Page, folder: string, over: Stretch): Promise<void> {
  const words = [...commandLine, 'metrics', folder, '--port', String(PORT)]
  const command = spawn(process.execPath, words, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const url = `http://127.0.0.1:${PORT}`
    for await (const line of createInterface(command.stdout)) {
      process.stdout.write(`${line}\n`)
      if (line.endsWith('until Ctrl-C')) break
    }
    await page.goto(graphLink(url, SPAN, over))
    await page.waitForTimeout(DRAWN)
    await page.screenshot({ path: join(pictures, 'metrics.png') })
  } finally {
    command.kill('SIGINT')
    await once(command, 'exit')
  }
}

/** The lines of the console down to the last finding that is not valid. */
function consoleOf(folder: string): string {
  const printed = harness('check', folder).replaceAll(resolve(folder), `runs/${basename(folder)}`)
  const lines = printed.split('\n').map(line => line.trimEnd())
  const first = lines.findIndex(line => line.startsWith('✗'))
  const end = lines.findIndex((line, i) => i > first && line.startsWith('  ✓'))
  if (first < 0 || end < 0) throw new UsageError('the run is not red', 'make the pictures of a run that is')
  return `${lines.slice(first, end).join('\n')}\n`
}

const [given] = process.argv.slice(2)
const scratch = mkdtempSync(join(tmpdir(), 'gauntlet-red-run-'))
try {
  if (!given) harness('run', ...RUN, '--runs', scratch)
  const folder = resolve(given ?? join(scratch, 'latest'))
  mkdirSync(pictures, { recursive: true })
  writeFileSync(join(pictures, 'console.txt'), consoleOf(folder))
  const { run, events } = await readRun(folder, mimir.signals)
  const ends = events.flatMap(event => ('at' in event ? [event.at] : []))
  const browser = await launchChromium()
  try {
    const page = await browser.newPage({
      viewport: { width: WIDTH, height: 900 },
      colorScheme: 'light',
      locale: 'en-US',
      timezoneId: 'UTC',
    })
    await drawReport(page, folder)
    await drawMetrics(page, folder, { from: run.startedAt, to: ends.at(-1) ?? run.startedAt })
  } finally {
    await browser.close()
  }
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
