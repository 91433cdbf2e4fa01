import type { SubjectCommand } from '../../scenario/command-of-subject.ts'

/** `predict`, as the command line knows it before it is called. */
export const predictCommand: SubjectCommand = {
  name: 'predict',
  description:
    'say which pods serve which tenant under shuffle sharding, by a ring page; nothing is started or changed',
  flags: [
    { flag: '--ring <file|url>', description: 'a ring page as JSON, or the pod that shows it (its base, or the page)' },
    { flag: '--queriers <id,...|file>', description: 'ids of all queriers, or a file with one a line' },
    { flag: '--tenant <name...>', description: 'the tenants' },
    { flag: '--size <n>', description: "a tenant's shard size; 0 is all" },
    { flag: '--to <n>', description: 'the size that it becomes: what changes' },
    { flag: '--lookback <duration>', description: 'whom readers ask besides, as in 13h: the retention of ingesters' },
    { flag: '--json', description: 'one JSON object' },
    { flag: '--html <file>', description: 'write a page with the same, too' },
  ],
  load: async () => (await import('./predict.ts')).predict,
}
