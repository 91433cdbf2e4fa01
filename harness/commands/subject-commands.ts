import type { Command } from 'commander'
import { subjects } from '../subjects.ts'

/**
 * Adds the commands that subjects bring along.
 * @param ended is told the exit code
 */
export function addSubjectCommands(program: Command, ended: (code: number) => void): void {
  for (const { name, description, flags, load } of subjects.flatMap(s => s.commands)) {
    const command = program.command(name).description(description)
    for (const { flag, description: says } of flags) command.option(flag, says)
    command.action(async (typed: Record<string, unknown>) => {
      const carryOut = await load()
      ended(await carryOut(typed))
    })
  }
}
