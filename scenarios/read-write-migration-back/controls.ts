import {
  addMicroservices,
  type Controls,
  groupOf,
  microservicesOf,
  readWriteInZones,
  routeTo,
  scaleToZero,
  scaleUpMicroservices,
} from '../../harness/mimir/index.ts'
import { onlyDoomedSeriesLost, predictLoss } from '../read-write-migration/lost-heads.ts'
import { stalled } from '../stalled.ts'

const MIMIR_WRITE = /^mimir-write-/

export const controls = [
  {
    id: 'mimir-write-not-shut-down',
    description:
      'mimir-write is stopped in all zones without the shutdown procedure, and its volumes deleted: of the series that only it has exactly the unshipped samples are lost, and of those with one replica left what reads do not find',
    expectFail: ['loss'],
    mayFail: ['availability', 'rules', 'exemplars'],
    signals: [],
    topology: t => {
      const both = addMicroservices(readWriteInZones(t.pace))
      const up = scaleUpMicroservices(both, microservicesOf(both, 'ingester', 'distributor'))
      return routeTo(up, ['writes'], ['distributor'])
    },
    steps: [
      {
        name: 'stop mimir-write in all zones and delete its volumes',
        async run(t) {
          await predictLoss(t, 'distributor-0', MIMIR_WRITE)
          await t.apply(topology => scaleToZero(topology, groupOf(topology, 'mimir-write')))
          const left = (await t.cluster.injector.volumes()).filter(v => !v.inUse && MIMIR_WRITE.test(v.pod))
          for (const { pod } of left) await t.cluster.injector.deleteVolume(pod)
          await t.traffic(3)
        },
      },
    ],
    verify: judged => onlyDoomedSeriesLost(judged, MIMIR_WRITE),
  },
  {
    ...stalled('serve'),
    signals: [],
    topology: t => readWriteInZones(t.pace),
    steps: [{ name: 'serve', run: t => t.traffic(5) }],
  },
] as const satisfies Controls
