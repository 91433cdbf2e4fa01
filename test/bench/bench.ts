import { spawnSync } from 'node:child_process'

/** `npm run bench`: the figures of docs/track-record/harness.md. A few minutes; nothing else should run meanwhile. One line of JSON each. */
for (const name of ['start', 'encode', 'check', 'boot', 'ledger', 'shards']) {
  const file = new URL(`./${name}.ts`, import.meta.url).pathname
  const { status } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', file], { stdio: 'inherit' })
  if (status !== 0) process.exitCode = 1
}
