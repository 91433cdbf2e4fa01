import { flags as mimirFlags } from './mimir/flags.ts'
import { predictCommand } from './mimir/predict/predict-command.ts'
import { flags as prometheusFlags } from './prometheus/prometheus-flags.ts'
import type { SubjectCommand } from './scenario/command-of-subject.ts'
import type { SubjectFlags } from './scenario/flags-of-subject.ts'
import type { Subject } from './scenario/subject.ts'
import { UsageError } from './util/errors.ts'

interface Known {
  name: string
  flags: SubjectFlags
  commands: readonly SubjectCommand[]
  load(): Promise<Subject>
}

/** The products that can be tested. This is the only file outside of their folders that knows them; each is loaded when it is needed. */
export const subjects: readonly Known[] = [
  {
    name: 'mimir',
    flags: mimirFlags,
    commands: [predictCommand],
    // What its topology is, the core does not know.
    load: async () => (await import('./mimir/mimir.ts')).mimir as unknown as Subject,
  },
  {
    name: 'prometheus',
    flags: prometheusFlags,
    commands: [],
    load: async () => (await import('./prometheus/prometheus-subject.ts')).prometheus as unknown as Subject,
  },
]

/** All subjects. */
export const loadSubjects = (): Promise<Subject[]> => Promise.all(subjects.map(s => s.load()))

/**
 * The subject of a run whose scenario is not at hand.
 * @param name as run.json has it
 * @throws UsageError when there is none of that name
 */
export async function subjectOf(name: string): Promise<Subject> {
  const found = subjects.find(s => s.name === name)
  if (found) return found.load()
  throw new UsageError(
    `the run is of ${name}, which this program does not know`,
    `it knows ${subjects.map(s => s.name).join(', ')}: judge it by the program that made it`,
  )
}
