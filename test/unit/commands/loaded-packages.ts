/** With `--import`: when the process ends, the packages whose code it has loaded go to standard error, one line of JSON. */
import { registerHooks } from 'node:module'

const packages = new Set<string>()
registerHooks({
  load(url, context, next) {
    const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1]
    if (name !== undefined) packages.add(name)
    return next(url, context)
  },
})
process.on('exit', () => process.stderr.write(`${JSON.stringify([...packages].sort())}\n`))
