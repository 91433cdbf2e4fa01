import { expect, test } from 'vitest'
import { clusterName, explained } from '../../../../harness/cluster/kind/own-cluster.ts'
import { UsageError } from '../../../../harness/util/errors.ts'

test('a cluster has the part of its run that no other run has, and leaves room for the names of its nodes', () => {
  const name = clusterName('ingester-kill-other-tenants-answer-20261122-053015-kkau')
  expect(name).toBe('gauntlet-20261122-053015-kkau')
  expect(`${name}-control-plane`.length).toBeLessThanOrEqual(63)
})

test('what kind complains about comes with what to do', () => {
  expect(
    explained('create cluster', 'Creating cluster ...\nERROR: node(s) already exist for a cluster with the name "x"'),
  ).toEqual(
    new UsageError(
      'kind create cluster: a cluster of that name exists',
      '`npm run scenario -- clean` deletes what killed runs left',
    ),
  )
  expect(explained('create cluster', 'kubelet: too many open files').fix).toBe(
    'sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=512',
  )
  expect(explained('create cluster', 'ERROR: failed to init node with kubeadm')).toEqual(
    new UsageError(
      'kind create cluster failed (ERROR: failed to init node with kubeadm)',
      '`npm run scenario -- doctor` says what a cluster needs',
    ),
  )
})
