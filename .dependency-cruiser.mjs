/**
 * The house rule of ARCHITECTURE.md as a lint rule: a folder of harness/ imports only from folders above it in this list. `scenario` and `cli` put
 * everything together, so they stand at the end. Subjects stand beside: they may import the core, and neither the core nor each other's.
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
      to: { path: '^harness/(cluster|observer|load|faults|toolchain|mimir|prometheus|fleet)/' },
    },
    {
      name: 'the-core-knows-no-product',
      comment: 'What the core has to know of a product, a subject says. One file names the subjects that there are.',
      severity: 'error',
      from: { path: '^(harness|kind)/(?!mimir/|prometheus/|subjects\\.ts)' },
      to: { path: '^harness/(mimir|prometheus)/' },
    },
    {
      name: 'a-subject-is-put-together-elsewhere',
      severity: 'error',
      from: { path: '^harness/(mimir|prometheus)/' },
      to: { path: '^(harness/(commands/|cli|index|subjects)|scenarios/|test/)' },
    },
    {
      name: 'subjects-stand-beside-each-other',
      severity: 'error',
      from: { path: '^harness/(mimir|prometheus)/' },
      to: { path: '^harness/(mimir|prometheus)/', pathNot: '^harness/$1/' },
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
      to: { path: '^harness/(?!util/|toolchain/|subjects\\.ts)' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'scenarios-use-the-public-surface',
      severity: 'error',
      from: { path: '^scenarios/' },
      to: { path: '^harness/', pathNot: '^harness/((mimir|prometheus)/)?index\\.ts$' },
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
