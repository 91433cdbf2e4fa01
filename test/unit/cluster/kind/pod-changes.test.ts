import { expect, test } from 'vitest'
import { podChanges } from '../../../../harness/cluster/kind/pod-changes.ts'
import type { SeenPod } from '../../../../harness/cluster/kind/replica-slots.ts'
import { pod } from './pods.ts'

const told = (before: SeenPod[], after: SeenPod[], killed: string[] = []) =>
  podChanges(before, after, new Set(killed)).map(h => [h.pod.name, h.phase, h.detail].filter(Boolean).join(' '))

const NAME = 'ingester-zone-a-0'
const waiting = pod(NAME, { node: undefined, running: false, ready: false })
const placed = pod(NAME, { ready: false })
const ready = pod(NAME)
const ended = { container: `container of ${NAME}`, how: 'Error, exit code 1' }
const backingOff = pod(NAME, { running: false, ready: false, ended })
const restarted = pod(NAME, { container: 'the next', ready: false, restarts: 1, ended })

test('a pod starts when it has a node, and is ready when it says so', () => {
  expect(told([], [waiting])).toEqual([])
  expect(told([waiting], [placed])).toEqual([`${NAME} starting`])
  expect(told([placed], [ready])).toEqual([`${NAME} ready`])
  expect(told([], [ready])).toEqual([`${NAME} starting`, `${NAME} ready`])
  expect(told([ready], [ready])).toEqual([])
})

test('a container that was started again had died, unless somebody had killed it', () => {
  expect(told([ready], [restarted])).toEqual([`${NAME} died Error, exit code 1`, `${NAME} starting`])
  expect(told([ready], [restarted], [`container of ${NAME}`])).toEqual([`${NAME} starting`])
})

test('a container that ended has died before the kubelet starts it again, and once', () => {
  expect(told([ready], [backingOff])).toEqual([`${NAME} died Error, exit code 1`])
  expect(told([ready], [backingOff], [`container of ${NAME}`])).toEqual([])
  expect(told([backingOff], [backingOff])).toEqual([])
  expect(told([backingOff], [restarted])).toEqual([`${NAME} starting`])
  const again = { container: 'the next', how: 'OOMKilled, exit code 137' }
  expect(told([restarted], [{ ...restarted, running: false, ended: again }])).toEqual([
    `${NAME} died OOMKilled, exit code 137`,
  ])
})

test('a container that ended since its pod is deleted has not died', () => {
  expect(told([ready], [{ ...backingOff, terminating: true }])).toEqual([`${NAME} stopping`])
})

test('a restart that was over before anyone looked is seen all the same', () => {
  expect(told([ready], [pod(NAME, { restarts: 1 })], [`container of ${NAME}`])).toEqual([
    `${NAME} starting`,
    `${NAME} ready`,
  ])
})

test('a pod that is deleted stops, and then it is gone; a killed one was gone before', () => {
  const ending = pod(NAME, { terminating: true })
  expect(told([ready], [ending])).toEqual([`${NAME} stopping`])
  expect(told([ending], [])).toEqual([`${NAME} exited`])
  expect(told([ready], [], [`container of ${NAME}`])).toEqual([])
})

test('a pod that was held back and never ran has not ended', () => {
  expect(told([pod(NAME, { node: undefined, gated: true })], [])).toEqual([])
})
