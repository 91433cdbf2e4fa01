/** One Prometheus of a place: how it is started. Plain data that steps change. */
export interface ServerTopology {
  /** 1, or 0 while it is stopped. Its volume stays. */
  replicas: 0 | 1
  /** Which side it is, as the target hears it from its scrapes: `vm`. */
  side: string
  /** `host:port` of what it scrapes; undefined until that is known. */
  target?: string
  /** How long it keeps blocks: `180d`. */
  retention: string
  /** How many bytes it keeps at most: `512MB`. Default: no limit. */
  retentionSize?: string
  /** Whether its program has none of the rights that are root's, so that the mode bits of its files count (processes only). Default: it has what the run has. */
  withoutRights?: true
  /** Folder of the volume that its data is in. */
  data: string
  /** fast: blocks of a head become final within half a minute. */
  pace: 'fast' | 'real'
  /** How often it was restarted though nothing else changed. */
  restarts: number
}

/** A Prometheus that is stopped, as the document configures one: 180 days, its data in `data`. */
export const stoppedServer = (side: string, pace: ServerTopology['pace']): ServerTopology => ({
  replicas: 0,
  side,
  retention: '180d',
  data: 'data',
  pace,
  restarts: 0,
})

/** Starts it. */
export const running = (topology: ServerTopology): ServerTopology => ({ ...topology, replicas: 1 })

/** Stops it, and keeps its volume. */
export const stopped = (topology: ServerTopology): ServerTopology => ({ ...topology, replicas: 0 })
