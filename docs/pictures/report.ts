import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { UsageError } from '../../harness/util/errors.ts'
import { launchChromium } from '../../test/browser/chromium.ts'
import { MADE_OF, PICTURE, pictureSources } from '../generate/picture.ts'
import { harness, root } from './harness.ts'

/**
 * `npm run docs:picture` makes docs/report.png of a new run of zone-outage; `npm run docs:picture -- runs/latest` of a run that is there already. Its folder is
 * judged again, so that the report is one of this version.
 */

/** Pixels. How high it is the page says: the picture has the verdict, the findings, and the timeline down to the writes. */
const WIDTH = 1400
const LAST = 'svg[aria-label="Writes"]'

async function draw(folder: string): Promise<void> {
  const browser = await launchChromium()
  try {
    const page = await browser.newPage({ viewport: { width: WIDTH, height: 1000 }, colorScheme: 'light' })
    await page.goto(pathToFileURL(join(folder, 'report.html')).href)
    const last = await page.locator(LAST).boundingBox()
    if (!last) throw new UsageError(`the report shows no ${LAST}`, 'make the picture of a run with writes')
    const clip = { x: 0, y: 0, width: WIDTH, height: Math.ceil(last.y + last.height) }
    await page.screenshot({ path: join(root, PICTURE), fullPage: true, clip })
  } finally {
    await browser.close()
  }
  writeFileSync(join(root, MADE_OF), `${JSON.stringify(pictureSources(root), undefined, 2)}\n`)
}

const [given] = process.argv.slice(2)
const scratch = mkdtempSync(join(tmpdir(), 'gauntlet-picture-'))
try {
  if (!given) harness('run', 'zone-outage', '--seed', '1', '--runs', scratch)
  const folder = resolve(given ?? join(scratch, 'latest'))
  harness('check', folder)
  await draw(folder)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
