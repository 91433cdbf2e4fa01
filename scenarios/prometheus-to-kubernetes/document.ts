/** The document that is followed, by its sections, in English. */
const DOCUMENT = 'moving a Prometheus from a VM into Kubernetes'

export const section = {
  start: `${DOCUMENT}: "Start the new Prometheus in the cluster"`,
  mount: `${DOCUMENT}: "Mount the disk on the old machine"`,
  moved: `${DOCUMENT}: "Mount the disk in the pod again and use the moved data"`,
  source: `${DOCUMENT}: "Point Grafana's data source to it"`,
} as const
