import type { Fleet, PodTemplate, Program, Workload } from '../../harness/fleet/fleet.ts'

/** What a pod of the tiny server is. */
const template = (program: Program, different: Partial<PodTemplate> = {}): PodTemplate => ({
  components: ['store'],
  program,
  args: [],
  env: { IP: { of: 'address' }, HTTP_PORT: { of: 'port', port: 'http' }, DATA: { of: 'volume' } },
  files: [],
  ports: { http: 8080 },
  readiness: { path: '/ready' },
  preStop: [],
  gracePeriod: 5000,
  restartPolicy: 'always',
  volume: { size: 2 ** 20 },
  ...different,
})

/** Two stores that keep what they have, in zones, and a spare one that does not. */
export function tinyFleet(program: Program, different: Partial<PodTemplate> = {}): Fleet {
  const store = (zone: string, turn: number): Workload => ({
    name: `store-${zone}`,
    kind: 'StatefulSet',
    replicas: 1,
    zone,
    update: { by: 'turns', turn },
    template: template(program, different),
  })
  return {
    name: 'tiny',
    files: {},
    workloads: [
      store('zone-a', 0),
      store('zone-b', 1),
      {
        name: 'spare',
        kind: 'Deployment',
        replicas: 1,
        update: { by: 'rolling', maxSurge: 1, maxUnavailable: 0 },
        template: template(program, different),
      },
    ],
    routes: { items: { paths: ['/items/'], workloads: ['store-zone-a'] } },
  }
}
