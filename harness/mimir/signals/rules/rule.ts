/** What the recording rule of every tenant records. */
export const RECORD = 'gauntlet_rule'

/** Evaluations a second, over all tenants: each is a query, and two cores have more to do. */
const BUDGET = 10

/** The recording rule that each of so many tenants has, and the seconds between two evaluations of it. */
export const ruleOf = (tenants: number) => ({ record: RECORD, interval: Math.max(1, Math.ceil(tenants / BUDGET)) })

/** What its group and their namespace are called. */
export const RULE_GROUP = 'gauntlet'
