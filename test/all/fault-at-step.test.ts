/** More of what `npm test` makes: see test/real/everything.ts. */
import '../real/fault-at-step.test.ts'
