/**
 * The house rule of ARCHITECTURE.md as a lint rule: a folder of harness/ imports only from folders above it in this list. `scenario` and `cli` put
 * everything together, so they stand at the end. `mimir`, the subject, stands beside: it may import the core, and the core may not import it.
 */
export const order = [
  ['util'],
  ['history'],
  ['fleet'],
  ['toolchain'],
  ['cluster'],
  ['observer'],
  ['load', 'faults'],
  ['checks'],
  ['report'],
  ['scenario'],
]

/** Files and folders of the core that are not yet free of Mimir: this list only gets shorter. */
const asksMimir = [
  'index',
  'load/',
  'commands/(dry|place)\\.',
  'faults/proof\\.',
  'scenario/(actions|check-scenario|describe|execute|finish-run|scenario|settings|targets)\\.',
]

const layering = order.flatMap((level, i) =>
  level.map(folder => ({
    name: `${folder}-imports-only-from-before-it`,
    severity: 'error',
    from: { path: `^harness/${folder}/` },
    to: {
      path: `^(harness/(${[
        ...order
          .slice(i)
          .flat()
          .filter(f => f !== folder),
        'cli',
      ].join('|')})|scenarios/|test/)`,
    },
  })),
)

export default {
  forbidden: [
    ...layering,
    {
      name: 'judges-see-only-the-history',
      comment: 'A verdict must be reproducible offline from the run folder.',
      severity: 'error',
      from: { path: '^harness/(checks|report)/' },
      to: { path: '^harness/(cluster|observer|load|faults|toolchain|mimir|fleet)/' },
    },
    {
      name: 'the-core-knows-no-product',
      comment: 'What the core has to know of Mimir, a subject says. These files still ask Mimir themselves.',
      severity: 'error',
      from: { path: '^harness/(?!mimir/)', pathNot: `^harness/(${asksMimir.join('|')})` },
      to: { path: '^harness/mimir/' },
    },
    {
      name: 'a-subject-is-put-together-elsewhere',
      severity: 'error',
      from: { path: '^harness/mimir/' },
      to: { path: '^(harness/(commands/|cli|index)|scenarios/|test/)' },
    },
    {
      name: 'only-the-kind-provider-builds-nodes',
      severity: 'error',
      from: { path: '^(harness|scenarios)/(?!cluster/kind/)' },
      to: { path: '^kind/' },
    },
    {
      name: 'the-builder-of-nodes-knows-no-clusters',
      severity: 'error',
      from: { path: '^kind/' },
      to: { path: '^harness/(?!util/|toolchain/)' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'scenarios-use-the-public-surface',
      severity: 'error',
      from: { path: '^scenarios/' },
      to: { path: '^harness/', pathNot: '^harness/index\\.ts$' },
    },
    {
      name: 'only-toolchain-downloads',
      comment: 'Nothing outside toolchain/ starts a download.',
      severity: 'error',
      from: { path: '^harness/(?!toolchain/|mimir/|cluster/kind/api-proxy)' },
      to: { path: '^node:https$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
}
