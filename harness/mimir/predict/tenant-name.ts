import { UsageError } from '../../util/errors.ts'

/** Bytes. */
const LONGEST = 150

/**
 * A tenant's name, if Mimir takes it (dskit: tenant/tenant.go, ValidTenantID).
 * @throws UsageError where it would refuse it
 */
export function tenantName(text: string): string {
  const bad = [...text].find(c => !/[a-zA-Z0-9!\-_.*'()]/.test(c))
  if (bad !== undefined) throw refused(text, `it has ${JSON.stringify(bad)}`, "use letters, digits and ! - _ . * ' ( )")
  if (text.length > LONGEST)
    throw refused(`${text.slice(0, 20)}…`, `it has ${text.length} characters`, `use ${LONGEST} at most`)
  if (text === '.' || text === '..') throw refused(text, 'it is a folder', 'use another name')
  if (text === '') throw refused('""', 'it is empty', 'give a name')
  return text
}

const refused = (text: string, because: string, fix: string) =>
  new UsageError(`--tenant ${text} would be refused: ${because}`, fix)
