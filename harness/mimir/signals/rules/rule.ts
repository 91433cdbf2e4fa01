/** The recording rule of every tenant: its name, and the seconds between two evaluations. */
export const RULE = { record: 'gauntlet_rule', interval: 1 }

/** What its group and their namespace are called. */
export const RULE_GROUP = 'gauntlet'
