import type { PodSpec } from '../../fleet/fleet.ts'

/**
 * A Deployment's pods are told apart by any ordinals. One that was rolled has another than its slot's, which must not be given twice, and one
 * that is terminating keeps its name and address until it has ended. A StatefulSet's pod has the ordinal of its slot, whoever is there.
 * @param taken ordinals of the workload's pods that are there; the one that is given is added.
 * @param successor whether the pod is made beside the one in its slot: then it gets none of a slot, so that these stay with whom they began.
 */
export function withFreeOrdinal(spec: PodSpec, taken: Set<number>, successor = false): PodSpec {
  const { kind, replicas, name } = spec.workload
  if (kind === 'StatefulSet') return spec
  let ordinal = successor || taken.has(spec.ordinal) ? replicas : spec.ordinal
  while (taken.has(ordinal)) ordinal++
  taken.add(ordinal)
  return { ...spec, ordinal, name: `${name}-${ordinal}` }
}
