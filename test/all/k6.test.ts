/** More of what `npm test` makes: see test/real/everything.ts. */
import '../real/k6.test.ts'
