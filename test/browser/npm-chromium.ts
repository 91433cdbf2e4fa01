import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import sparticuz, { inflate } from '@sparticuz/chromium'

/** A Chromium unpacked for one test file. */
interface Unpacked {
  executablePath: string
  env: NodeJS.ProcessEnv
  /** Deletes it. */
  remove(): void
}

/**
 * Unpacks the Chromium inside the package @sparticuz/chromium, in 3 s, and the libraries and fonts that it needs beside glibc. So it starts on a
 * machine on which nothing was installed by hand. Its one font has no monospace and no ✓, ▼ or ◆, which DejaVu has.
 *
 * The package unpacks into the folder for temporary files and takes what it finds there, half a file of a killed run as well. So it gets a
 * folder of its own.
 * @throws Error in one line on a machine that the package has no Chromium for.
 */
export async function npmChromium(): Promise<Unpacked> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('no Chromium on PATH, and npm has one for Linux on x64 alone: install Chromium or set CHROMIUM_BIN')
  }
  const folder = mkdtempSync(join(tmpdir(), 'gauntlet-chromium-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  const { TMPDIR } = process.env
  try {
    process.env.TMPDIR = folder
    const executablePath = await sparticuz.executablePath()
    // Its module is build/index.js.
    const libraries = await inflate(join(dirname(packageFolder('@sparticuz/chromium')), 'bin', 'al2023.tar.br'))
    const fonts = join(folder, 'fonts.conf')
    const dirs = [join(folder, 'fonts'), join(packageFolder('dejavu-fonts-ttf/package.json'), 'ttf')]
    const cache = `<cachedir>${folder}/font-cache</cachedir>`
    writeFileSync(fonts, `<fontconfig>${dirs.map(dir => `<dir>${dir}</dir>`).join('')}${cache}</fontconfig>`)
    const LD_LIBRARY_PATH = join(libraries, 'lib')
    return { executablePath, env: { ...process.env, TMPDIR, LD_LIBRARY_PATH, FONTCONFIG_FILE: fonts }, remove }
  } catch (thrown) {
    remove()
    throw thrown
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
  }
}

/** The folder of a package's module, or of a file of it. */
const packageFolder = (name: string) => dirname(createRequire(import.meta.url).resolve(name))
