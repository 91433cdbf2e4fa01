import { partitionZones } from './cut-off.ts'
import type { Fault } from './fault.ts'
import type { FLOOD } from './flood.ts'
import { deleteVolume, killPod, killZones } from './kill.ts'
import { pausePods } from './pause.ts'

/** What a fault hits, and how it is made for one of those by its name. */
interface Kind {
  hits: 'pod' | 'zone'
  make(target: string): Fault
}

/** The faults that can be asked for by name. Whoever makes one for a zone has checked that there is such a zone. */
export const faultKinds = {
  'kill-pod': { hits: 'pod', make: pod => killPod(pod) },
  'kill-zones': { hits: 'zone', make: zone => killZones(zone as string) },
  'pause-pods': { hits: 'pod', make: pod => pausePods(pod) },
  'partition-zones': { hits: 'zone', make: zone => partitionZones(zone as string) },
  'delete-volume': { hits: 'pod', make: pod => deleteVolume(pod) },
} as const satisfies Record<string, Kind>

export type FaultKind = keyof typeof faultKinds

/** What objectives may be for: those, and what only a scenario can make that knows such a request, or has a client for it: requests that whoever serves them dies of, and a flood. */
export type JudgedFaultKind = FaultKind | 'deadly-request' | typeof FLOOD

export const isFaultKind = (word: string): word is FaultKind => Object.hasOwn(faultKinds, word)
