import { UsageError } from '../../util/errors.ts'
import type { Workload } from './topology.ts'
import { type MimirCapability, supports, type Version, whyNot } from './versions.ts'

/** Flags that documents name, and that some versions do not have any more. */
const need: Readonly<Record<string, MimirCapability>> = {
  'query-frontend.querier-forget-delay': 'query-frontend forget delay',
}

/** @throws UsageError for a flag that this version does not have: Mimir would exit at once, and say no more than that. */
export function checkFlags({ name, flags }: Pick<Workload, 'name' | 'flags'>, version: Version): void {
  for (const flag of Object.keys(flags)) {
    const capability = need[flag]
    if (capability === undefined || supports(version, capability)) continue
    throw new UsageError(
      `workload ${name} has the flag -${flag}, and Mimir ${version.text} has not`,
      whyNot(capability),
    )
  }
}
