import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { MAX_BYTES } from '../../harness/report/html.ts'
import { htmlReport } from '../judged.ts'
import { bigRun, sampleEvents, sampleRun, sampleVerdict } from '../unit/report/sample-run.ts'
import { launchChromium } from './chromium.ts'

const folder = mkdtempSync(join(tmpdir(), 'gauntlet-report-'))
const sample = join(folder, 'sample.html')
let browser: Browser

beforeAll(async () => {
  writeFileSync(sample, htmlReport(sampleRun, sampleVerdict, sampleEvents))
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true })
})

/** What a page complained about or asked for, of all pages of a test. */
let complaints: string[] = []
let requests: string[] = []
afterEach(() => {
  expect(complaints).toEqual([])
  expect(requests.filter(url => !url.startsWith('file:') && !url.startsWith('data:'))).toEqual([])
  complaints = []
  requests = []
})

async function open(file: string, hash = '', colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme })
  page.on('console', message => complaints.push(message.text()))
  page.on('pageerror', error => complaints.push(error.message))
  page.on('request', request => requests.push(request.url()))
  await page.goto(`${pathToFileURL(file).href}${hash}`)
  return page
}

/** The visible range of the timeline, ms since the start. */
const visible = async (page: Page): Promise<[from: number, to: number]> => {
  const range = page.locator('#range')
  return [Number(await range.getAttribute('data-from')), Number(await range.getAttribute('data-to'))]
}

/** The middle of the plot and its edges, in pixels. */
async function plot(page: Page) {
  const box = await page.locator('.rows .plot').first().boundingBox()
  if (!box) throw new Error('the timeline has no plot')
  return { left: box.x, width: box.width, y: box.y + box.height / 2 }
}

test('a finding leads to its moment: the timeline zooms around it and a band covers it', async () => {
  const page = await open(sample)
  expect(await visible(page)).toEqual([0, 40_000])
  await page.click('#availability-2')
  // 14.110 s to 15.610 s, with one and a half times its length on either side.
  expect(await visible(page)).toEqual([11_860, 17_860])
  const [band, board] = [await page.locator('#band').boundingBox(), await plot(page)]
  expect((band!.x - board.left) / board.width).toBeCloseTo((14_110 - 11_860) / 6000, 2)
  expect(band!.width / board.width).toBeCloseTo(1500 / 6000, 2)
  expect(await page.evaluate('location.hash')).toBe('#availability-2')
  expect(await page.evaluate('document.getElementById("board").getBoundingClientRect().top')).toBeLessThan(100)
  await page.keyboard.press('Escape')
  expect(await visible(page)).toEqual([0, 40_000])
  await page.close()
})

test('the address of a piece of evidence opens the report there', async () => {
  const page = await open(sample, '#availability-2')
  expect(await visible(page)).toEqual([11_860, 17_860])
  await page.close()
})

test('drag selects a range, double-click shows the whole run again, and keys and buttons zoom', async () => {
  const page = await open(sample)
  await page.locator('.group').first().scrollIntoViewIfNeeded()
  const { left, width, y } = await plot(page)
  await page.mouse.move(left + width / 4, y)
  await page.mouse.down()
  await page.mouse.move(left + width / 2, y, { steps: 4 })
  await page.mouse.up()
  const [from, to] = await visible(page)
  expect([Math.round(from / 100), Math.round(to / 100)]).toEqual([100, 200])
  await page.mouse.dblclick(left + width / 2, y)
  expect(await visible(page)).toEqual([0, 40_000])
  await page.focus('#board')
  await page.keyboard.press('+')
  expect(await visible(page)).toEqual([10_000, 30_000])
  await page.keyboard.press('ArrowRight')
  expect(await visible(page)).toEqual([15_000, 35_000])
  await page.click('[data-do="out"]')
  expect(await visible(page)).toEqual([0, 40_000])
  await page.close()
})

test('the pointer tells exact values: of a row, and of a fault', async () => {
  const page = await open(sample)
  const row = page.locator('[data-row]').first()
  await row.scrollIntoViewIfNeeded()
  const box = await row.boundingBox()
  await page.mouse.move(box!.x + (box!.width * 15_050) / 40_000, box!.y + 5)
  const words = (await page.locator('#tip').textContent())?.split('\n') ?? []
  expect(words.map(line => line.replace(/[\d.]+ ms/, '# ms'))).toEqual([
    'writes · tenant-a',
    '+15.000 s to +15.200 s',
    'ok 0',
    'failed 2',
    'p50 # ms',
    'max # ms',
  ])
  await page.locator('[data-tip^="fault"] rect').first().hover()
  expect(await page.locator('#tip').textContent()).toBe(
    [
      'fault: kill-pod#1 on ingester-zone-c-0',
      '+14.000 s injecting',
      '+14.003 s injected',
      '+14.200 s effective: the ring shows ingester-zone-c-0 unhealthy',
      '+17.000 s recovering',
      '+20.400 s recovered: ready, and ACTIVE in the ring',
      '6.40 s',
    ].join('\n'),
  )
  await page.close()
})

test('log lines are one click, or one key, away: those of the pods in that time, which the page has once', async () => {
  const line = (ms: number, level: 'other' | 'warn' | 'error') => {
    const at = sampleRun.startedAt + ms
    return {
      at,
      level,
      text: `ts=${new Date(at).toISOString()} level=${level === 'other' ? 'info' : level} msg="at ${ms} <b>"`,
    }
  }
  const lines = [
    line(100, 'other'),
    line(14_000, 'error'),
    line(14_500, 'warn'),
    line(15_000, 'other'),
    line(39_000, 'other'),
  ]
  const pod = 'ingester-zone-c-0'
  const logs = new Map([
    [pod, { files: [`pods/${pod}.log`], lines }],
    ['distributor-0', { files: ['pods/distributor-0.log'], lines: [line(100, 'other')] }],
  ])
  const findings = sampleVerdict.findings.map(f => {
    return f.check === 'availability'
      ? { ...f, evidence: f.evidence.map(e => ({ ...e, pods: [pod, 'distributor-0'] })) }
      : f
  })
  const file = join(folder, 'logs.html')
  writeFileSync(file, htmlReport(sampleRun, { ...sampleVerdict, findings }, sampleEvents, logs))
  const page = await open(file)
  const summary = page.locator('details[data-log="availability-2"] > summary')
  expect(await summary.textContent()).toBe(
    'Logs of that time: ingester-zone-c-0, distributor-0 (3 lines, 2 of them warnings or errors)',
  )
  expect(await page.locator('.log-lines').count()).toBe(0)
  await summary.focus()
  await page.keyboard.press('Enter')
  const shown = page.locator('details[data-log="availability-2"] .log-lines')
  await shown.waitFor()
  expect((await shown.textContent())?.trim().split('\n')).toEqual(lines.slice(1, 4).map(l => l.text))
  expect(await shown.locator('span').evaluateAll(spans => spans.map(span => span.className))).toEqual([
    'error',
    'warn',
    '',
  ])
  expect(await page.locator('details[data-log="availability-2"] .log-of').allTextContents()).toEqual([
    'ingester-zone-c-0 3 lines in pods/ingester-zone-c-0.log',
    'distributor-0 0 lines in pods/distributor-0.log',
  ])
  // Folded and unfolded again they are the same, and another piece of evidence shows them as well.
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await page.click('details[data-log="availability-3"] > summary')
  await page.locator('details[data-log="availability-3"] .log-lines').waitFor()
  expect(await page.locator('.log-lines').count()).toBe(2)
  await page.close()
})

test('light and dark by the system, and by the button', async () => {
  const background = (page: Page) => page.evaluate('getComputedStyle(document.body).backgroundColor')
  const [light, dark] = [await open(sample, '', 'light'), await open(sample, '', 'dark')]
  const colours = [await background(light), await background(dark)]
  expect(colours).toEqual(['rgb(252, 252, 251)', 'rgb(16, 19, 23)'])
  for (const page of [light, dark]) await page.click('#theme')
  expect([await background(dark), await background(light)]).toEqual(colours)
  await Promise.all([light.close(), dark.close()])
})

test('nothing leaves a window of 900 pixels', async () => {
  const page = await open(sample)
  await page.setViewportSize({ width: 900, height: 900 })
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(900)
  await page.close()
})

test('a run that was aborted before anything happened', async () => {
  const file = join(folder, 'empty.html')
  writeFileSync(file, htmlReport(sampleRun, { ...sampleVerdict, verdict: 'unknown', findings: [], steps: [] }, []))
  const page = await open(file)
  expect(await page.locator('.verdict .word').textContent()).toBe('unknown')
  await page.click('#theme')
  await page.close()
})

test('a run of more than 100,000 events is below the limit and can be zoomed', async () => {
  const { run, verdict, events } = bigRun()
  const file = join(folder, 'big.html')
  writeFileSync(file, htmlReport(run, verdict, events))
  expect(statSync(file).size).toBeLessThan(MAX_BYTES)
  const page = await open(file)
  await page.click('#loss-2')
  const [from, to] = await visible(page)
  expect(to - from).toBeLessThan(400_000)
  await page.close()
})
