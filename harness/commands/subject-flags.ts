import type { Command } from 'commander'
import { defaultOf, type Parameter, type Parameters } from '../load/parameter.ts'
import { subjects } from '../subjects.ts'
import { tools } from '../toolchain/tools.ts'
import { wholeNumber } from './run-flags.ts'

const parameters: readonly Parameter[] = subjects.flatMap(s => s.flags.parameters)

/** Adds the flags that subjects declare: their programs, and the parameters of their signals. */
export function addSubjectFlags(command: Command): void {
  // Where the core runs the same program, its flag is there.
  const programs = subjects.map(s => s.flags.program).filter(({ name }) => !(name in tools))
  for (const { name, title, env } of programs) {
    command.option(`--${name} <path|version>`, `the ${title} to test; default: ${env}, PATH, cache, download, build`)
    command.option(`--${name}-version <version>`, `the version of a ${title} that does not know its own`)
  }
  for (const { name, title } of subjects.flatMap(s => s.flags.tools ?? [])) command.option(`--${name} <path>`, title)
  for (const it of parameters) {
    if (it.kind === 'switch') command.option(`--${it.flag}`, it.description, false)
    else command.option(`--${it.flag} <n>`, it.description, String(it.default))
  }
}

/**
 * The values of all parameters.
 * @param flags as they were typed, by camel case
 * @param what the words of the command: suite `nightly` sets some
 * @throws UsageError for a value that a parameter does not take
 */
export const parameterValues = (flags: Readonly<Record<string, unknown>>, what: readonly string[]): Parameters =>
  Object.fromEntries(parameters.map(it => [it.flag, valueFor(it, flags[camelCase(it.flag)], what)]))

function valueFor(it: Parameter, typed: unknown, what: readonly string[]): number | boolean {
  if (it.kind === 'switch') return typed === true || (it.nightly && what.includes('nightly'))
  return typeof typed === 'string' ? wholeNumber(it.flag, typed, it.least, it.most) : defaultOf(it)
}

/** Versions that were stated for programs that do not know their own, by the name of the program. */
export const statedVersions = (flags: Readonly<Record<string, unknown>>): Record<string, string> =>
  strings(Object.fromEntries(subjects.map(s => [s.flags.program.name, flags[`${s.flags.program.name}Version`]])))

/** What was given for each tool, by its name, which is its flag. */
export const givenTools = (flags: Readonly<Record<string, unknown>>): Record<string, string> => {
  const ofSubjects = subjects.flatMap(s => [s.flags.program, ...(s.flags.tools ?? [])])
  const names = [...Object.keys(tools), ...ofSubjects.map(tool => tool.name)]
  return strings(Object.fromEntries(names.map(name => [name, flags[name]])))
}

const strings = (all: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))

const camelCase = (flag: string): string => flag.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
