import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** How long commands that run nothing take to answer: the median of eleven starts. Prints one line of JSON each. */
const cli = fileURLToPath(new URL('../../harness/cli.ts', import.meta.url))
const commands = { help: ['--help'], list: ['list'], refusal: ['run', 'no-such-scenario'] }

for (const [name, args] of Object.entries(commands)) {
  const times = Array.from({ length: 11 }, () => {
    const begin = performance.now()
    spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', cli, ...args])
    return performance.now() - begin
  })
  console.log(JSON.stringify({ name: `start-${name}`, ms: Math.round(times.sort((a, b) => a - b)[5]!) }))
}
