/** What a paused operation can be asked, by where it is on this machine. */
interface Asked {
  name: string
  path: string
  port: number
}

/**
 * What is said when an operation pauses: where everything is, and a command to try on each.
 * @param where `before "kill it"`
 */
export function pausedText(where: string, asked: readonly Asked[]): string {
  const width = Math.max(...asked.map(({ name }) => name.length))
  const lines = asked.map(
    ({ name, path, port }) => `  ${name.padEnd(width)}  curl -s 'http://127.0.0.1:${port}${path}'`,
  )
  return [`paused ${where}`, ...lines, 'load and pods go on; Enter lets the operation go on, too', ''].join('\n')
}
