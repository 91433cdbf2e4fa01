import { command } from '../util/command.ts'
import { reason } from '../util/errors.ts'
import { type HttpOptions, openHttp } from './fetch.ts'

/**
 * What is in the way of a build from Go modules, as far as can be told at once: a Go that does not work, or a module proxy that does not answer.
 * A build with all its modules in Go's own cache asks no proxy.
 */
export async function goTrouble(env: NodeJS.ProcessEnv, options: HttpOptions): Promise<string | undefined> {
  try {
    const { code, stdout, stderr } = await command('go', ['env', 'GOPROXY'], { env, timeout: 5000 })
    if (code !== 0) return `go does not work (${stderr.trim()})`
    const [first = ''] = stdout.trim().split(/[,|]/)
    // `direct`, `off` and folders have nobody to ask.
    if (!/^https?:/.test(first)) return undefined
    await using http = await openHttp(options)
    await http.get(first, 'HEAD')
    return undefined
  } catch (thrown) {
    return `${reason(thrown)}; what Go has in its module cache can be built`
  }
}
