import type { Fleet, PodSpec, Workload } from './fleet.ts'

/** The pods that a workload wants, by ordinal. */
export const podsOfWorkload = (workload: Workload): PodSpec[] =>
  Array.from({ length: workload.replicas }, (_, ordinal) => ({
    name: `${workload.name}-${ordinal}`,
    workload,
    ordinal,
  }))

/** The pods that a fleet wants, in the order of its workloads. */
export const podsOf = ({ workloads }: Pick<Fleet, 'workloads'>): PodSpec[] => workloads.flatMap(podsOfWorkload)
