import { existsSync, readFileSync, statSync } from 'node:fs'
import { UsageError } from '../../util/errors.ts'

/**
 * The ids of queriers.
 * @param text the name of a file with one id a line, or the ids with commas between them
 * @returns each once
 * @throws UsageError when there is none
 */
export function querierIds(text: string): string[] {
  const isFile = existsSync(text) && statSync(text).isFile()
  const ids = (isFile ? readFileSync(text, 'utf8').split('\n') : text.split(',')).map(id => id.trim())
  const known = [...new Set(ids.filter(id => id !== ''))]
  if (known.length > 0 && (isFile || !known.some(id => id.includes('/')))) return known
  throw new UsageError(
    known.length > 0 ? `--queriers ${text}: there is no such file` : `--queriers ${text}: no id is in it`,
    'give ids as in --queriers querier-0,querier-1, or a file with one a line',
  )
}
