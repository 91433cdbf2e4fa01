import { isDeepStrictEqual } from 'node:util'
import type { PodTemplate, Workload } from './fleet.ts'

/** What each part of a pod template is called where it is the reason for a restart. */
const words: Readonly<Record<Exclude<keyof PodTemplate, 'args' | 'files' | 'components' | 'volume'>, string>> = {
  program: 'program',
  env: 'environment',
  ports: 'ports',
  readiness: 'readiness probe',
  startup: 'startup probe',
  liveness: 'liveness probe',
  preStop: 'pre-stop',
  gracePeriod: 'grace period',
  requests: 'requests',
  limits: 'limits',
  runAs: 'user',
  restartPolicy: 'restart policy',
  restarts: 'restart',
  mounts: 'mounts',
}

/**
 * Why the pods of a workload have to be restarted: each flag, file or other part of the template that changed. Empty where nothing did.
 * @param fileChanged whether a file, by its name, has another content.
 */
export function reasonToRoll(old: Workload, next: Workload, fileChanged: (file: string) => boolean): string {
  const [before, after] = [old.template, next.template]
  const parts = Object.entries(words).filter(
    ([part]) => !isDeepStrictEqual(before[part as keyof typeof words], after[part as keyof typeof words]),
  )
  return [
    ...changedArgs(before.args, after.args),
    ...(old.zone === next.zone ? [] : ['zone']),
    ...changedFiles(before.files, after.files, fileChanged),
    ...parts.map(([, word]) => word),
  ].join(', ')
}

/** The names of flags (`-log.level` of `-log.level=debug`) that are not the same on both sides. */
function changedArgs(before: readonly string[], after: readonly string[]): string[] {
  const changed = [...before.filter(arg => !after.includes(arg)), ...after.filter(arg => !before.includes(arg))]
  return [...new Set(changed.map(arg => arg.split('=')[0]!))]
}

const changedFiles = (
  before: readonly string[],
  after: readonly string[],
  fileChanged: (file: string) => boolean,
): string[] =>
  [...new Set([...before, ...after])].filter(f => before.includes(f) !== after.includes(f) || fileChanged(f))
