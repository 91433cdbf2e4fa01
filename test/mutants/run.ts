/** Builds broken Mimirs and lets the suite find what is wrong with them: `npm run mutants`. */
import { join } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { statusLine } from '../../harness/report/status-line.ts'
import { reason, UsageError } from '../../harness/util/errors.ts'
import { mutantBinary } from './build-mutant.ts'
import type { Mutant } from './mutant.ts'
import { mutants } from './mutants.ts'
import { allFound, mutantsList, mutantsTable, type Row } from './mutants-table.ts'
import { runMutant } from './run-mutant.ts'

interface Wishes {
  list: boolean
  build: boolean
  times: number
  runs: string
}

const status = statusLine(process.stderr)
const aborted = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const)
  process.once(name, () => aborted.abort(new UsageError('interrupted', 'what was found until now is above')))
const { signal } = aborted

/** One step with its time. @param told what is said of its result */
async function step<T>(name: string, act: () => Promise<T>, told: (result: T) => string = () => ''): Promise<T> {
  status.begin(name)
  try {
    const result = await act()
    status.end(true, told(result))
    return result
  } catch (thrown) {
    status.end(false, reason(thrown))
    throw thrown
  }
}

function chosen(ids: readonly string[]): readonly Mutant[] {
  if (ids.length === 0) return mutants
  return ids.map(id => {
    const named = mutants.find(m => m.id === id)
    if (named) return named
    throw new UsageError(`there is no mutant ${id}`, 'see `npm run mutants -- --list` for those that there are')
  })
}

const built = (mutant: Mutant) =>
  step(`build ${mutant.id}`, () => mutantBinary(mutant, { signal, onProgress: text => status.progress(text) }))

async function rowOf(mutant: Mutant, { times, runs }: Wishes): Promise<Row> {
  const binary = await built(mutant)
  const outcomes: Row['outcomes'][number][] = []
  for (let seed = 1; seed <= times; seed++) {
    const folder = join(runs, mutant.id)
    const act = () => runMutant(mutant, binary, { folder, seed, signal })
    outcomes.push(await step(`run ${mutant.scenario} on ${mutant.id}`, act, o => [o.verdict, ...o.by].join(' ')))
  }
  return { mutant, outcomes }
}

const number = (text: string): number => {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('it must be a whole number from 1 on')
  return Number(text)
}

await new Command('npm run mutants --')
  .description('Builds broken Mimirs, runs the scenario that has to show each, and says which were found.')
  .argument('[id...]', 'which ones; default all')
  .option('--list', 'say which there are, and do nothing', false)
  .option('--build', 'build them, and run nothing', false)
  .option('--times <n>', 'runs of each, each with the next seed', number, 1)
  .option('--runs <dir>', 'where runs leave their folders', 'runs/mutants')
  .action(async (ids: string[], wishes: Wishes) => {
    try {
      const those = chosen(ids)
      if (wishes.list) {
        process.stdout.write(mutantsList(those))
        return
      }
      const rows: Row[] = []
      for (const mutant of those) {
        if (wishes.build) await built(mutant)
        else rows.push(await rowOf(mutant, wishes))
      }
      if (wishes.build) return
      process.stdout.write(`\n${mutantsTable(rows)}`)
      process.exitCode = rows.every(allFound) ? 0 : 1
    } catch (thrown) {
      if (!(thrown instanceof UsageError)) throw thrown
      console.error(thrown.message)
      process.exitCode = 2
    }
  })
  .parseAsync()
