import { existsSync } from 'node:fs'
import { KubeConfig } from '@kubernetes/client-node'
import { reason, UsageError } from '../../util/errors.ts'
import type { ExistingCluster } from '../provider-config.ts'

/**
 * The cluster that the user means. It must be named beyond doubt: a file with several contexts needs one to be chosen, whatever the
 * current one happens to be.
 * @throws UsageError when the file or the context is not there, or several could be meant.
 */
export function existingCluster(kubeconfig: string, context: string | undefined, namespace: string): ExistingCluster {
  if (!existsSync(kubeconfig))
    throw new UsageError(`there is no kubeconfig ${kubeconfig}`, 'give its path with --kubeconfig')
  const known = contextsOf(kubeconfig)
  const chosen = context ?? (known.length === 1 ? known[0] : undefined)
  if (chosen === undefined) {
    throw new UsageError(`${kubeconfig} has ${known.length} contexts`, `say which with --context: ${known.join(', ')}`)
  }
  if (!known.includes(chosen)) {
    throw new UsageError(`${kubeconfig} has no context ${chosen}`, `use --context with one of ${known.join(', ')}`)
  }
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace)) {
    throw new UsageError(
      `--namespace ${namespace} is no name for a namespace`,
      'use lower-case letters, digits and dashes',
    )
  }
  return { of: 'existing', kubeconfig, context: chosen, namespace }
}

function contextsOf(kubeconfig: string): string[] {
  const config = new KubeConfig()
  try {
    config.loadFromFile(kubeconfig)
  } catch (thrown) {
    throw new UsageError(`${kubeconfig} is no kubeconfig (${reason(thrown)})`, 'give the path of one with --kubeconfig')
  }
  return config.getContexts().map(c => c.name)
}
