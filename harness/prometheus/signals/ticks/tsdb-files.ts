import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { command } from '../../../util/command.ts'
import { TICK } from '../../ticks-plan.ts'
import { DiskReading, type Made } from './ticks-records.ts'

/** A TSDB as files, by the program that knows their format. */
export class TsdbFiles {
  readonly #binary: string
  readonly #scratch: string
  readonly #signal: AbortSignal
  #reads = 0

  /** @param binary tsdb-ticks. @param scratch a folder for what is gone after each call */
  constructor(binary: string, scratch: string, signal: AbortSignal) {
    this.#binary = binary
    this.#scratch = scratch
    this.#signal = signal
  }

  /** Makes the blocks of a history in a folder. @throws Error with the program's complaint */
  async make(folder: string, made: Made): Promise<void> {
    await mkdir(folder, { recursive: true })
    await this.#run(['make', '-dir', folder, '-series', String(made.series), ...timesOf(made)])
  }

  /**
   * Reads every sample.
   * @param what `all`: blocks and WAL of a TSDB that nobody has open. `made`: the blocks of the history alone, whoever has it open
   * @throws Error with the program's complaint
   */
  async read(folder: string, made: Made, what: 'all' | 'made'): Promise<DiskReading> {
    const file = join(this.#scratch, `reading-${this.#reads++}.json`)
    await this.#run(['read', '-dir', folder, '-out', file, ...timesOf(made), ...(what === 'made' ? ['-blocks'] : [])])
    const read = DiskReading.parse(JSON.parse(await readFile(file, 'utf8')))
    await rm(file)
    return read
  }

  async #run(args: string[]): Promise<void> {
    // Heads of blocks that are being made go to TMPDIR.
    const env = { ...process.env, TMPDIR: this.#scratch }
    const { code, stderr } = await command(this.#binary, args, { env, signal: this.#signal })
    if (code !== 0) throw new Error(`tsdb-ticks ${args[0]} failed: ${stderr.trim()}`)
  }
}

const timesOf = ({ from, until, step }: Made): string[] =>
  Object.entries({ from, until, step, tick: TICK }).flatMap(([name, value]) => [`-${name}`, String(value)])
