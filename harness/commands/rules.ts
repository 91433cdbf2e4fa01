import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { rulesOf, ruleTestsOf } from '../observer/alert-rules.ts'
import { assertionsOf } from '../scenario/assertions-of.ts'
import { select } from '../scenario/catalogue.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { tools } from '../toolchain/tools.ts'
import { command } from '../util/command.ts'
import { UsageError } from '../util/errors.ts'
import { INVOCATION } from '../util/invocation.ts'
import { findTools } from './find.ts'
import type { ToolFlags } from './run-flags.ts'

/** What the user typed behind `rules`, checked. */
export interface RulesFlags extends ToolFlags {
  /** Print the tests in place of the rules. */
  tests: boolean
  /** Have promtool check the rules and carry out their tests. */
  check: boolean
}

/** The name by which the tests call the file of the rules. */
const FILE = 'rules.yaml'

/**
 * Prints what a scenario asserts as rules that record and alert, or their tests, as YAML; or has promtool check both.
 * @param words ids, suites or files of scenarios
 * @returns the exit code: 1 where promtool is not content
 * @throws UsageError for a word that means nothing, and for several scenarios where one is printed
 */
export async function rules(words: readonly string[], flags: RulesFlags, signal: AbortSignal): Promise<number> {
  const scenarios = (await select(words)).map(e => e.scenario)
  if (flags.check) return check(scenarios, flags, signal)
  const [scenario, ...more] = scenarios
  if (!scenario || more.length > 0)
    throw new UsageError(
      `${scenarios.length} scenarios are meant, and rules of one are printed`,
      'name one, or add --check',
    )
  process.stdout.write(flags.tests ? testsText(scenario) : rulesText(scenario))
  return 0
}

const yaml = (value: unknown): string => stringify(value, { lineWidth: 0 })

const rulesText = (scenario: Scenario): string =>
  [
    `# What a run of ${scenario.id} asserts, to be watched during the real change. Steps that cost something by their document, as a run allows them, fire here.`,
    `# Tests: ${INVOCATION} rules ${scenario.id} --tests, for \`promtool test rules\` beside ${FILE}.`,
    yaml(rulesOf(`gauntlet-${scenario.id}`, assertionsOf(scenario, 'real'))),
  ].join('\n')

const testsText = (scenario: Scenario): string => yaml(ruleTestsOf(FILE, assertionsOf(scenario, 'real')))

async function check(scenarios: readonly Scenario[], flags: RulesFlags, signal: AbortSignal): Promise<number> {
  const { promtool } = await findTools([tools.promtool], flags, signal)
  const folder = await mkdtemp(join(tmpdir(), 'gauntlet-rules-'))
  let code = 0
  try {
    for (const scenario of scenarios) {
      await writeFile(join(folder, FILE), rulesText(scenario))
      await writeFile(join(folder, 'tests.yaml'), testsText(scenario))
      for (const words of [
        ['check', 'rules', FILE],
        ['test', 'rules', 'tests.yaml'],
      ]) {
        const ended = await command(promtool!.path, words, { cwd: folder, signal })
        const ok = ended.code === 0
        const said = ok ? '' : `\n${[ended.stdout, ended.stderr].join('\n').trim()}`
        process.stdout.write(`${ok ? '✓' : '✗'} ${scenario.id}: promtool ${words.slice(0, 2).join(' ')}${said}\n`)
        if (!ok) code = 1
      }
    }
    return code
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
