/** The checks that judge a run, in the order of the report: what the run is about first, whether to believe it last. */
export const checkNames = [
  'loss',
  'witness',
  'availability',
  'archive',
  'isolation',
  'rules',
  'alerts',
  'k6',
  'gates',
  'expectations',
  'documents',
  'faults',
  'pods',
  'sufficiency',
] as const
export type CheckName = (typeof checkNames)[number]
