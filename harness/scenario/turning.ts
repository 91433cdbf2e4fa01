import type { Scene } from '../faults/fault.ts'
import type { RunningClient } from '../load/client.ts'
import { UsageError } from '../util/errors.ts'

/** How faults turn the background clients of a run on and off. @param clients by the name of their signal; undefined where the place has none */
export const turning =
  (clients: ReadonlyMap<string, RunningClient> = new Map()): Scene['turn'] =>
  async (load, what) => {
    const client = clients.get(load)
    if (!client?.turn) {
      const able = [...clients].flatMap(([name, { turn }]) => (turn ? [name] : []))
      throw new UsageError(
        client ? `the load "${load}" always does the same` : `this run has no load "${load}"`,
        `name it in the scenario's \`signals\`; it can turn ${able.join(', ') || 'none'}`,
      )
    }
    await client.turn(what)
  }
