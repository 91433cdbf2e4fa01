/** A line of a log: `error`, `warn` or nothing, and what it says. */
export type ShownLine = [level: 'error' | 'warn' | '', text: string]

/** The log of a pod, as a piece of evidence shows it. */
export interface ShownLog {
  pod: string
  /** Where all of it is, in the run's folder. */
  files: string[]
  /** Lines of that time: all, and those that are warnings and errors. */
  total: number
  grave: number
  /** The lines that are shown, by their places in the list of the pod, both ends included. */
  lines: [first: number, last: number][]
}

/** What the script of the page is given of logs. */
export interface ShownLogs {
  /** By pod. */
  lines: Record<string, ShownLine[]>
  /** By the id of a piece of evidence. */
  of: Record<string, ShownLog[]>
}
