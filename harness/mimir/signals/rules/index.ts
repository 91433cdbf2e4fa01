import { z } from 'zod'
import type { LiveSignal } from '../../../load/client.ts'
import { probing } from '../reads/index.ts'
import { rulesApi as apiProbe } from '../reads/rules-api.ts'
import { readStream } from '../reads/stream.ts'
import { rules as probe } from '../reads/value-reads.ts'
import { ruleOf } from './rule.ts'
import { rules as judge } from './rules-check.ts'
import { rulesExcludes } from './rules-excludes.ts'

/** The recording rule's name, and seconds between two evaluations. */
const Rule = z.object({ record: z.string(), interval: z.number() })

const reads = probing(probe, { ...readStream('rules', 'Reads: recorded rules'), timed: true })

/** A recording rule for every tenant, and continuous reads of what it recorded. */
export const rules: LiveSignal = {
  ...reads,
  fields: { rule: Rule.optional() },
  // A gap between evaluations: a hand-over in a healthy Mimir, whose rulers look at their ring every 5 s, and their interval of 1 s before and behind it; at most
  // two of them.
  objectives: {
    rules: { usual: { like: 'instant' }, most: 10_000 },
    evaluations: { usual: 6500, most: 10_000, sparse: true },
  },
  // For how long one rule group may have been evaluated twice, and for how long not at all over a whole run: one hand-over of rulers, which look at
  // their ring every 5 s. Phases that allow longer gaps add one of them each.
  allowances: { duplicateEvaluations: {}, skippedEvaluations: { usual: 6500 } },
  checks: { rules: { judge, excludes: rulesExcludes, timed: true } },
  describe(wanted) {
    const rule = ruleOf(wanted.load.tenants.length)
    const { spacing } = reads.describe!(wanted)
    return { fields: { rule }, spacing: { ...spacing, evaluations: 1000 * rule.interval } }
  },
  // By Mimir's default a rule lags by a minute, which is longer than many a run. The fast profile has that for all.
  tenantSettings: ({ pace, tenants }) =>
    pace === 'real'
      ? Object.fromEntries(tenants.map(tenant => [tenant, { ruler_evaluation_delay_duration: '0s' }]))
      : {},
  async client() {
    const { rulesAreListed, setupRules } = await import('./rules-setup.ts')
    const client = await reads.client()
    return {
      ...client,
      async prepare({ run, cluster, signal }) {
        await setupRules(cluster.gateway, run.tenants)
        // At the fast pace rulers have them before the first look.
        if (run.pace === 'real') await rulesAreListed(cluster.gateway, run.tenants, signal)
      },
    }
  },
}

/** Rules and alerts as rulers have them, asked for all the time by Prometheus' API. */
export const rulesApi: LiveSignal = {
  ...probing(apiProbe, { ...readStream('rules-api', 'Rules API'), number: 'rules_api', timed: true }),
  objectives: { 'rules-api': { usual: { like: 'instant' }, most: 10_000 } },
}

declare module '../../../history/run-info.ts' {
  interface RunInfo {
    rule?: z.infer<typeof Rule> | undefined
  }
}

declare module '../../../history/signal.ts' {
  interface CheckNames {
    rules: true
  }
  interface AllowanceNames {
    duplicateEvaluations: true
    skippedEvaluations: true
  }
  interface PathNames {
    evaluations: true
    rules: true
    'rules-api': true
  }
}
