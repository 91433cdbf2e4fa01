import type { Kubernetes } from './kubernetes.ts'

/** The gate that keeps a killed pod from being scheduled until its fault is over. */
const GATE = 'mimir-gauntlet/held'

/**
 * Keeps the pods of a StatefulSet from coming back: whatever the set creates from now on is not scheduled. The strategy OnDelete comes with
 * it, or the changed template would roll the pods that live.
 */
export function hold(kubernetes: Kubernetes, set: string): Promise<void> {
  return kubernetes.patchStatefulSet(set, {
    spec: {
      template: { spec: { schedulingGates: [{ name: GATE }] } },
      updateStrategy: { type: 'OnDelete', rollingUpdate: null },
    },
  })
}

/** The template is again what it was before `hold`, and so is its revision: no pod that lives is rolled. */
export function release(kubernetes: Kubernetes, set: string, strategy: string): Promise<void> {
  return kubernetes.patchStatefulSet(set, {
    spec: {
      template: { spec: { schedulingGates: [{ $patch: 'delete', name: GATE }] } },
      updateStrategy: { type: strategy },
    },
  })
}
