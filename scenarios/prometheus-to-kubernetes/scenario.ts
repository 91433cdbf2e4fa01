import { scenario, stoppedServer, VM } from '../../harness/prometheus/index.ts'
import { controls } from './controls.ts'
import { diskRoot } from './disk-root.ts'
import { documented } from './documented.ts'
import { objectives } from './objectives.ts'
import { printed } from './printed.ts'
import { steps } from './steps.ts'

/** A Prometheus with months of blocks moves from a machine to a new side: a data folder of its own, the same configuration, the same target. */
export default scenario({
  id: 'prometheus-to-kubernetes',
  title: 'A Prometheus with 170 days of blocks moves to another place',
  proves:
    'A running Prometheus can be moved with its data: no tick that it stored is lost or changed, the gap at the cut-over is that of a restart, alerts that fired go on firing.',
  suites: ['nightly'],
  topology: pace => stoppedServer('kubernetes', pace),
  becomes: pace => stoppedServer('kubernetes', pace),
  places: { [VM]: { provider: 'process', topology: pace => stoppedServer(VM, pace) } },
  load: { tenants: ['grafana'] },
  objectives: objectives(steps, 2000),
  steadyState: 3,
  steps,
  variants: {
    careful: {
      description:
        'passes of rsync while it runs until one is short, then a stop, a last pass and a start; the trial and its data are gone before',
    },
    documented: {
      description:
        'what the document means: one pass while it runs, a stop that it does not print, one more pass, the start; "less than 10 minutes" are allowed',
      steps: documented,
      objectives: objectives(documented, 600_000),
    },
    'disk-root': {
      description: 'the data lie at the root of the disk, beside lost+found: the server starts whole',
      topology: pace => ({ ...stoppedServer('kubernetes', pace), data: '.' }),
      steps: diskRoot,
      objectives: objectives(diskRoot, 2000),
    },
    printed: {
      description:
        'the commands as they are printed: nobody stops the old server, and rsync without a slash copies beside the data that the new one reads',
      steps: printed,
      objectives: objectives(printed, 600_000),
    },
  },
  controls,
})
