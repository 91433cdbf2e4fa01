/** More of what `npm test` makes: see test/real/everything.ts. */
import '../real/killed-harness.test.ts'
