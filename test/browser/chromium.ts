import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

/**
 * A headless Chromium that asks nobody for anything: CHROMIUM_BIN, /usr/bin/chromium, or the first of chromium and google-chrome on PATH.
 * @throws Error in one line when there is none; a browser test that did not run must not look like one that passed.
 */
export function launchChromium(): Promise<Browser> {
  const { CHROMIUM_BIN, PATH = '' } = process.env
  const onPath = ['chromium', 'google-chrome'].flatMap(name => PATH.split(delimiter).map(folder => join(folder, name)))
  const executablePath = CHROMIUM_BIN ?? ['/usr/bin/chromium', ...onPath].find(executable)
  if (!executablePath || !executable(executablePath)) {
    const where = CHROMIUM_BIN ? `CHROMIUM_BIN=${CHROMIUM_BIN}` : '/usr/bin/chromium or PATH'
    throw new Error(`no Chromium at ${where}: install it (apt-get install chromium) or set CHROMIUM_BIN to its path`)
  }
  // Playwright gives every browser that it launches a new profile, and removes it.
  return chromium.launch({ executablePath, args: quiet })
}

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
