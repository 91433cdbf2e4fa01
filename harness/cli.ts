#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { availableParallelism } from 'node:os'
import { Command, CommanderError } from 'commander'
import { mirrorAddress, oneOf, type RunFlags, registryPrefix, wholeNumber } from './commands/run-flags.ts'
import { addSubjectCommands } from './commands/subject-commands.ts'
import { addSubjectFlags, givenTools, parameterValues, statedVersions } from './commands/subject-flags.ts'
import { usualRate } from './load/usual-rate.ts'
import { compiledFolder } from './util/cache-folder.ts'
import { reason, UsageError } from './util/errors.ts'
import { INVOCATION } from './util/invocation.ts'

/** Interrupted by the user: 128 + SIGINT, as shells have it. */
const INTERRUPTED = 130

// Each command loads what it needs when it is called, and what was compiled once is kept: help and refusals answer at once.
enableCompileCache(compiledFolder())

const interrupt = new AbortController()
let exit = 0

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // The second time the user means it: reapers see to what is left.
    if (interrupt.signal.aborted) process.exit(INTERRUPTED)
    process.stderr.write('\nstopping; once more to stop at once\n')
    interrupt.abort(new Error(`interrupted by ${signal}`))
  })
}

const program = new Command(INVOCATION)
  .description('Proves an operation on the real thing: load, faults, and a verdict with evidence.')
  .exitOverride()
  .configureOutput({ outputError: () => {} })
  .showHelpAfterError(false)

const runCommand = program
  .command('run', { isDefault: true })
  .description('run scenarios by id, suite (quick, nightly) or file; without any, suite quick')
  .argument('[what...]')
  .option('--provider <process|kind>', 'pods are processes on this machine, or containers on a kind cluster', 'process')
  .option('--prometheus <path|version>', 'the Prometheus to observe with')
  .option(
    '--storage <auto|filesystem|s3>',
    'where blocks go: a folder all pods share, or a real S3 server; auto: what the scenario wants',
    'auto',
  )
  .option('--versitygw <path|version>', 'the S3 server')
  .option('--kind <path|version>', 'the kind to make clusters with')
  .option('--helm <path|version>', 'the Helm to install charts with')
  .option('--k6 <path|version>', 'the k6 that some scenarios make a load with')
  .option('--images <auto|pull|build>', 'kind: images from a registry, or built from package registries alone', 'auto')
  .option('--registry <host/prefix>', 'kind: pull every image from here (docs/mirrors.md)')
  .option('--kubeconfig <file>', 'kind: use this cluster instead of making one')
  .option('--context <name>', 'kind: which context of the kubeconfig')
  .option('--namespace <name>', 'kind: the namespace to make in it, and to delete (default mimir-gauntlet)')
  .option('--pace <fast|real>', 'fast compresses waits by configuration; real keeps production values', 'fast')
  .option('--load <full|light>', 'light: less than a third of the requests, and a resolution as coarse', 'full')
  .option(
    '--rate <n>',
    'samples a second of all tenants, where a scenario does not say its own (default: by cores, as doctor says)',
  )
  .option('--seed <n>', 'decides when faults strike, and whom where that is left open', '1')
  .option(
    '--control <id,...|all>',
    'run these deliberately wrong variants; "scenario" among them is the scenario itself',
  )
  .option('--variant <variant>', 'run another of the variants that a scenario declares, or all of them')
  .option(
    '--fault <kind[:target]@[before:|after:]step>',
    'a fault at a step (number, section or name); may be given several times',
    (fault: string, all: string[]) => [...all, fault],
    [],
  )
  .option('--fault-each-step <kind[:target]>', 'one more run for each step, with this fault in its middle')
  .option('--pause <before:step|after:step|on-red>', 'stop there with load and pods as they are, until Enter')
  .option('--runs <dir>', 'where runs leave their folders', 'runs')
  .option('--no-metrics', 'keep no metrics; else they are kept of a single run, and of others that surprise')
  .option('--keep', 'keep volumes, bucket and metrics in the run folder', false)
  .option('--parallel <n>', 'runs side by side', '1')
  .option('--repeat <n>', 'rounds, each with the next seed', '1')
  .option('--addresses <ip|port>', 'an address per pod, or ports on 127.0.0.1', 'ip')
  .option('--sandbox <auto|namespaces|none>', 'namespaces of its own for each run', 'auto')
  .option('--offline', 'download nothing', false)
  .option('--dry', 'check all that can be known before, say what would run, and start nothing', false)
  .option('--download-base <url>', 'take releases from this mirror (docs/mirrors.md); default: MIMIR_GAUNTLET_RELEASES')
  .option('--json', 'one JSON object a line', false)
  .action(async (what: string[], flags: Record<string, unknown>) => {
    const checkedFlags = checked(flags, what)
    const { run } = await import('./commands/run.ts')
    exit = await run(what, checkedFlags, interrupt.signal)
  })

addSubjectFlags(runCommand)

program
  .command('list')
  .description('show scenarios and their controls; check files of your own, their types included')
  .argument('[what...]', 'ids, suites or files (default: all that come with the project)')
  .option('--json', 'one JSON object a line', false)
  .action(async (what: string[], { json }: { json: boolean }) => {
    const { list } = await import('./commands/list.ts')
    process.stdout.write(`${await list(what, json)}\n`)
  })

program
  .command('rules')
  .description('print what a scenario asserts of metrics as rules for Prometheus, to be watched during the real change')
  .argument('<what...>', 'a scenario by id or file; with --check several, or a suite')
  .option('--tests', 'print tests of the rules for promtool instead', false)
  .option('--check', 'have promtool check the rules, and carry out their tests', false)
  .option('--promtool <path|version>', 'the promtool for that')
  .option('--offline', 'download nothing', false)
  .action(async (what: string[], flags: { tests: boolean; check: boolean; offline: boolean; promtool?: string }) => {
    const { rules } = await import('./commands/rules.ts')
    const { tests, check, offline } = flags
    exit = await rules(
      what,
      { tests, check, offline, given: givenTools({ ...flags }), statedVersions: {}, json: false },
      interrupt.signal,
    )
  })

program
  .command('check')
  .description('judge finished runs again, by their folders alone')
  .argument('<folders...>', "of runs, for example runs/latest, or globs in quotes: 'runs/zone-*'")
  .option('--json', 'one JSON object a line', false)
  .action(async (folders: string[], { json }: { json: boolean }) => {
    const { check } = await import('./commands/check.ts')
    exit = await check(folders, json)
  })

program
  .command('metrics')
  .description('open the metrics that a run has kept in a Prometheus, at the time of the run')
  .argument('<folder>', 'of a run, for example runs/latest')
  .option('--port <n>', 'of 127.0.0.1', '9090')
  .option('--no-ui', 'the API alone; else the web interface of Prometheus is built where it is not there')
  .option('--prometheus <path|version>', 'the Prometheus to open them with')
  .option('--offline', 'download nothing', false)
  .action(async (folder: string, flags: { port: string; ui: boolean; offline: boolean; prometheus?: string }) => {
    const port = wholeNumber('port', flags.port, 1024, 65_535)
    const { ui, offline } = flags
    const { metrics } = await import('./commands/open-metrics.ts')
    await metrics(
      folder,
      { port, ui, offline, given: givenTools({ ...flags }), statedVersions: {}, json: false },
      interrupt.signal,
    )
  })

program
  .command('matrix')
  .description(
    'show at which steps faults were survived, and what variants told, by the folders of finished runs alone',
  )
  .argument('[folders...]', 'of runs, or that hold these, or globs in quotes', ['runs'])
  .option('--json', 'one JSON object a line', false)
  .action(async (folders: string[], { json }: { json: boolean }) => {
    const { matrix } = await import('./commands/matrix.ts')
    await matrix(folders, json)
  })

program
  .command('summary')
  .description('add up what finished runs that differ in their seeds alone came to, by their folders alone')
  .argument('[folders...]', 'of runs, or that hold these, or globs in quotes', ['runs'])
  .option('--json', 'one JSON object a line', false)
  .action(async (folders: string[], { json }: { json: boolean }) => {
    const { summary } = await import('./commands/summary.ts')
    await summary(folders, json)
  })

program
  .command('doctor')
  .description('say what a run would find on this machine')
  .option('--runs <dir>', 'where runs leave their folders', 'runs')
  .option('--download-base <url>', 'the mirror that a run would be told of')
  .option('--json', 'one JSON object a line', false)
  .action(async (options: { runs: string; downloadBase?: string; json: boolean }) => {
    const { examine } = await import('./commands/doctor.ts')
    exit = await examine(options)
  })

program
  .command('clean')
  .description('end and delete what killed runs left, and nothing else')
  .action(async () => {
    const { cleanUp } = await import('./commands/clean.ts')
    process.stdout.write(`${(await cleanUp()).join('\n')}\n`)
  })

addSubjectCommands(program, code => {
  exit = code
})

function checked(flags: Record<string, unknown>, what: readonly string[]): RunFlags {
  const text = (name: string) => flags[name] as string
  const { downloadBase, offline, registry } = flags as unknown as RunFlags
  return {
    ...(flags as unknown as RunFlags),
    given: givenTools(flags),
    statedVersions: statedVersions(flags),
    parameters: parameterValues(flags, what),
    ...(downloadBase !== undefined && { downloadBase: mirrorAddress(downloadBase, offline) }),
    ...(registry !== undefined && { registry: registryPrefix(registry) }),
    provider: oneOf('provider', text('provider'), ['process', 'kind']),
    storage: oneOf('storage', text('storage'), ['auto', 'filesystem', 's3']),
    images: oneOf('images', text('images'), ['auto', 'pull', 'build']),
    pace: oneOf('pace', text('pace'), ['fast', 'real']),
    addresses: oneOf('addresses', text('addresses'), ['ip', 'port']),
    sandbox: oneOf('sandbox', text('sandbox'), ['auto', 'namespaces', 'none']),
    load: oneOf('load', text('load'), ['full', 'light']),
    rate:
      typeof flags.rate === 'string' ? wholeNumber('rate', flags.rate, 1, 100_000) : usualRate(availableParallelism()),
    seed: wholeNumber('seed', text('seed'), 0, 2 ** 32 - 1),
    parallel: wholeNumber('parallel', text('parallel'), 1, 8),
    repeat: wholeNumber('repeat', text('repeat'), 1, 1000),
  }
}

/** One line on standard error, and the exit code that says what kind of trouble it was. */
function trouble(thrown: unknown): number {
  if (interrupt.signal.aborted) return INTERRUPTED
  if (thrown instanceof CommanderError) {
    if (thrown.exitCode === 0) return 0
    process.stderr.write(`${thrown.message.replace(/^error: /, '')}: see ${INVOCATION} --help\n`)
    return 2
  }
  process.stderr.write(`${reason(thrown)}\n`)
  if (!(thrown instanceof UsageError)) console.error(thrown)
  return 2
}

try {
  await program.parseAsync()
} catch (thrown) {
  exit = trouble(thrown)
}
process.exit(exit)
