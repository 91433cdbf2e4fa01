import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { npmChromium } from './npm-chromium.ts'

/**
 * A headless Chromium that asks nobody for anything: CHROMIUM_BIN, /usr/bin/chromium, the first of chromium and google-chrome on PATH, or the
 * one that npm installed.
 * @throws Error in one line when there is none; a browser test that did not run must not look like one that passed.
 */
export async function launchChromium(): Promise<Browser> {
  const installed = installedChromium()
  // Playwright gives every browser that it launches a new profile, and removes it.
  if (installed) return chromium.launch({ executablePath: installed, args: quiet })
  const { executablePath, env, remove } = await npmChromium()
  const browser = await chromium.launch({ executablePath, env, args: quiet }).catch(thrown => {
    remove()
    throw thrown
  })
  browser.on('disconnected', remove)
  return browser
}

/** @throws Error when CHROMIUM_BIN names none. */
function installedChromium(): string | undefined {
  const { CHROMIUM_BIN, PATH = '' } = process.env
  if (CHROMIUM_BIN) {
    if (executable(CHROMIUM_BIN)) return CHROMIUM_BIN
    throw new Error(`no Chromium at CHROMIUM_BIN=${CHROMIUM_BIN}: set it to the path of one, or unset it`)
  }
  const onPath = ['chromium', 'google-chrome'].flatMap(name => PATH.split(delimiter).map(folder => join(folder, name)))
  return ['/usr/bin/chromium', ...onPath].find(executable)
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
