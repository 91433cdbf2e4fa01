/** Milliseconds of a tick: the value of a sample is its time divided by this. */
export const TICK = 100
/** Milliseconds between two scrapes. */
export const SCRAPE = 1000
/** Milliseconds between two evaluations of the rules. */
export const EVALUATION = 1000
/** Series of the target. */
export const SERIES = 20
/** Days of blocks that are moved, under a retention of 180. */
export const DAYS = 170

/** What is scraped, and what lies in the blocks: one metric, in `SERIES` series. */
export const METRIC = 'gauntlet_tick'
/** What a rule records of it. */
export const RECORDED = 'gauntlet:tick:max'
/** An alert that fires as long as anything is scraped. */
export const ALERT = 'TicksAreScraped'
/** How long it is pending, as Prometheus writes it. */
export const FOR = '5s'

/** The one pod of a place. */
export const SERVER = 'prometheus-0'

/** The names of the two sides: a machine, and the main place, which is Kubernetes in the end. */
export const VM = 'vm'
export const CLUSTER = 'kubernetes'
