/** The process of one run. It is told what to do in one message, and gives up when whoever told it is gone. */
import { once } from 'node:events'
import { reason, UsageError } from '../util/errors.ts'
import { execute } from './execute.ts'
import { Plan, type Report } from './worker-messages.ts'

const report = (message: Report): void => void process.send?.(message)

const stop = new AbortController()
let goOn = () => {}
// In namespaces this process is the first one: when it ends, so does everything else.
process.once('disconnect', () => process.exit(1))

// Listens from the first moment: the order to stop may come right behind the plan.
process.on('message', message => {
  if (message === 'stop') stop.abort(new Error('interrupted'))
  if (message === 'go on') goOn()
})
const [first] = await once(process, 'message')
try {
  const told = () =>
    new Promise<void>(resolve => {
      goOn = resolve
    })
  await execute(Plan.parse(first), report, stop.signal, told)
} catch (thrown) {
  console.error(thrown)
  const end: Report =
    thrown instanceof UsageError
      ? { type: 'usage', what: thrown.what, fix: thrown.fix }
      : { type: 'failed', what: reason(thrown) }
  await new Promise(resolve => process.send?.(end, resolve))
}
process.exit(0)
