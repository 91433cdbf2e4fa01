import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { reason } from '../../util/errors.ts'
import type { Kubernetes } from './kubernetes.ts'

type Logs = Pick<Kubernetes, 'log'>

/** Writes what a pod has logged until now into the run's folder; a container that was restarted has two logs. */
export async function saveLog(logs: Logs, pod: string, folder: string, suffix = ''): Promise<void> {
  const pods = join(folder, 'pods')
  await mkdir(pods, { recursive: true })
  const save = async (name: string, previous: boolean) => {
    // A pod that never started has no log, and one that was never restarted has no earlier one.
    const text = await logs.log(pod, { previous }).catch(() => undefined)
    if (text) await writeFile(join(pods, name), text)
  }
  await save(`${pod}${suffix}.log`, false)
  await save(`${pod}${suffix}.before-restart.log`, true)
}

/** The log of a pod that was told to stop, up to its end; should that be cut short, what it had said when it was told. */
export async function saveLastLog(logs: Logs, pod: string, folder: string, suffix: string): Promise<void> {
  await saveLog(logs, pod, folder, suffix)
  const whole = await logs.log(pod, { follow: true }).catch(() => undefined)
  if (whole) await writeFile(join(folder, 'pods', `${pod}${suffix}.log`), whole)
}

/**
 * Everything the cluster says of a namespace, for whoever wants to know afterwards: a log for each pod, and all pods and events as
 * `kubectl get -o yaml` would show them.
 */
export async function saveEvidence(kubernetes: Kubernetes, folder: string): Promise<void> {
  const write = (name: string, content: unknown) => writeFile(join(folder, name), stringify(content))
  try {
    const [pods, events, sets, deployments] = await Promise.all([
      kubernetes.pods(),
      kubernetes.events(),
      kubernetes.statefulSets(),
      kubernetes.deployments(),
    ])
    await Promise.all([
      write('pods.yaml', pods),
      write('events.yaml', events),
      write('workloads.yaml', [...sets, ...deployments]),
      ...pods.map(p => saveLog(kubernetes, p.metadata!.name!, folder)),
    ])
  } catch (thrown) {
    await write('evidence-missing.yaml', { reason: reason(thrown) })
  }
}
