/** A page of docs/api: what is declared in these files and folders, the longest of all pages' paths that fits. */
interface Page {
  file: string
  title: string
  /** What a reader should know first. */
  intro: string
  /** Beginnings of paths from the root of the repository. */
  of: readonly string[]
}

export const pages: readonly Page[] = [
  {
    file: 'scenario.md',
    title: 'Scenarios, steps and negative controls',
    intro: `A scenario file has one default export: \`scenario({ ... })\`. [ScenarioSpec](#scenariospec) lists its fields. A step gets
[Actions](#actions), which is everything that a step can do. Times are milliseconds, unless a name or a comment says otherwise.`,
    of: ['harness/scenario/', 'harness/util/'],
  },
  {
    file: 'topology.md',
    title: 'Topologies and operations on them',
    intro: `A topology is plain data. A mode preset makes one, and an operation makes another one of it. \`t.apply\` makes it true. The pods of each
preset are listed in [modes.md](modes.md).`,
    of: ['harness/mimir/topology/'],
  },
  {
    file: 'migration.md',
    title: 'The migration to read-write mode and back',
    intro: 'Each function is one change of the topology on the way between microservices and read-write mode.',
    of: ['harness/mimir/topology/migration.ts'],
  },
  {
    file: 'gates.md',
    title: 'Gates, predicates and the observer',
    intro: `The observer is a Prometheus that scrapes every pod once a second. Each series has these labels:

- \`pod\`: the pod's name, as \`querier-0\`.
- \`job\`: \`mimir/\` and the name of the workload, as \`mimir/querier\`.
- \`component\`: the modules that the pod runs, with commas between them. [modes.md](modes.md) lists them.
- \`zone\`: only for pods that have one.

A gate holds when every target that \`scraped\` selects was scraped after the gate began to wait, the expression has at least one sample, and each sample
satisfies the predicate. It is asked every 250 ms. The deadline is 30 s unless the gate says otherwise; the timing profile \`real\` multiplies it by 60.`,
    of: ['harness/observer/'],
  },
  {
    file: 'faults.md',
    title: 'Faults',
    intro: `A scenario names its faults in \`faults\`. A step injects and recovers them: \`await t.inject('zoneLost')\`, \`await t.recover('zoneLost')\`. Both calls
wait for a proof.`,
    of: ['harness/faults/'],
  },
  {
    file: 'cluster.md',
    title: 'Clusters, pods, gateway defects and fleets',
    intro: `\`t.cluster\` is the cluster under test, the same interface on both providers. A negative control plants a [gateway defect](#defect).`,
    of: ['harness/cluster/', 'harness/fleet/'],
  },
  {
    file: 'results.md',
    title: 'Objectives, names of checks and paths, findings',
    intro: `The objectives of a scenario are its field [\`objectives\`](scenario.md#objectivesspec). A control's \`because\` gets a [judged run](scenario.md#judged): the run, its
history and its findings.

Many of these types are declared with zod, so that files can be checked when they are read. \`z.number().default(200)\` is a number that is 200 when it is left out;
\`.optional()\` may be left out.`,
    of: ['harness/history/', 'harness/checks/'],
  },
  {
    file: 'history.md',
    title: 'What a history holds',
    intro:
      'Each line of `history.ndjson` is one of these events, declared with zod. Times are milliseconds since the Unix epoch.',
    of: ['harness/history/events.ts', 'harness/history/response.ts'],
  },
  {
    file: 'signals.md',
    title: 'Signals',
    intro:
      'A signal is something that a client sees over time. Every run has those with `always`; a scenario names others in `signals`. A check of its own judges what a signal records.',
    of: ['harness/load/', 'harness/history/signal.ts', 'harness/mimir/signals/', 'harness/prometheus/signals/'],
  },
  {
    file: 'subject.md',
    title: 'Subjects',
    intro:
      'A subject is a product under test: what it brings to a fleet, its signals and its proofs. `harness/subjects.ts` lists them.',
    of: ['harness/scenario/subject.ts', 'harness/toolchain/', 'harness/mimir/mimir.ts'],
  },
  {
    file: 'mimir.md',
    title: 'Asking Mimir: calls, rings, metrics and the store',
    intro:
      'Functions for steps that have to ask Mimir itself, or wait for something that it does by its own intervals.',
    of: ['harness/mimir/'],
  },
  {
    file: 'prometheus.md',
    title: 'What is of Prometheus alone',
    intro: 'A server as plain data, where its data lie, and how they are copied.',
    of: ['harness/prometheus/'],
  },
]

/** @throws Error when no page has a place for what this file declares. */
export function pageOf(file: string): Page {
  const places = pages.flatMap(page => page.of.filter(path => file.startsWith(path)).map(path => ({ page, path })))
  const [nearest] = places.sort((a, b) => b.path.length - a.path.length)
  if (!nearest) throw new Error(`no page of docs/api is for ${file}: add its folder to one in docs/generate/pages.ts`)
  return nearest.page
}
