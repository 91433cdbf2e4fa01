/** A pod ended that nobody had asked to: the steps can not go on. Its last log lines are in the history, with its death. */
export class PodDied extends Error {
  override name = 'PodDied'
  constructor(pod: string, how: string, log: string) {
    super(`pod ${pod} died (${how}); its log: ${log}`)
  }
}
