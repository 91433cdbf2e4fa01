import { writeFileSync } from 'node:fs'
import { reason, UsageError } from '../../util/errors.ts'
import { answer } from './answer-question.ts'
import { querierIds } from './querier-ids.ts'
import { questionOf } from './question.ts'
import { readRingFrom } from './ring-source.ts'

/**
 * The command `predict`: which pods serve which tenant. It reads one page of a ring, and touches nothing.
 * @param flags as they were typed
 * @returns the exit code
 * @throws UsageError for a flag that means nothing, and a ring that can not be read
 */
export async function predict(flags: Readonly<Record<string, unknown>>): Promise<number> {
  const question = questionOf(flags)
  const queriers = question.queriers === undefined ? undefined : querierIds(question.queriers)
  const ring = await readRingFrom(question.ring)
  const prediction = answer(question, ring, queriers)
  if (question.html !== undefined) {
    const { predictPage } = await import('./predict-page.ts')
    write(question.html, predictPage(prediction))
  }
  const { predictText } = await import('./predict-text.ts')
  process.stdout.write(question.json ? `${JSON.stringify(prediction)}\n` : predictText(prediction))
  return 0
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text)
  } catch (thrown) {
    throw new UsageError(`--html ${file} can not be written (${reason(thrown)})`, 'name a file in a folder that exists')
  }
}
