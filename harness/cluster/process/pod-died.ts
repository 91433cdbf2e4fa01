/** A pod ended that nobody had asked to: the steps can not go on. */
export class PodDied extends Error {
  override name = 'PodDied'
  constructor(pod: string, how: string, lines: readonly string[], log: string) {
    super(`pod ${pod} died (${how}); its last ${lines.length} log lines, from ${log}:\n${lines.join('\n')}`)
  }
}
