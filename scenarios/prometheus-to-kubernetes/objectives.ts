import type { ObjectivesSpec, Step } from '../../harness/index.ts'

/** What is demanded in steps that stop the server which the data source asks. */
const AWAY = {
  because: 'the server that Grafana asks is stopped and started, and there is no second one',
  tail: 5000,
  'data-source': { longestGap: 60_000, latency: 10_000, errorRatio: 1 },
} as const

/**
 * The objectives of some steps.
 * @param cutOver milliseconds by which the gap of the move may be longer than that of a restart
 */
export const objectives = (steps: readonly Pick<Step, 'name'>[], cutOver: number): ObjectivesSpec => ({
  allowances: { cutOver },
  steps: Object.fromEntries(
    steps.filter(({ name }) => /restart|stop|start it|use it/.test(name)).map(({ name }) => [name, AWAY]),
  ),
})
