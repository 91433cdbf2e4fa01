import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { linesOf, todoOf, worst } from '../../workflows/lines.ts'

const workflow = (name: string) =>
  linesOf(readFileSync(new URL(`../../../.github/workflows/${name}.yml`, import.meta.url), 'utf8'))

/** What is done about the lines of a workflow here, in words. */
const told = (name: string, wishes: { dry: boolean; real?: string }) =>
  workflow(name)
    .filter(line => 'run' in line)
    .map(line => {
      const todo = todoOf(line, wishes, { docker: false })
      return 'script' in todo ? todo.script.trim() : `not run (${todo.notRun}): ${'run' in line && line.run.trim()}`
    })

test('the lines of ci.yml, as they run here', () => {
  expect(told('ci', { dry: false })).toEqual([
    'not run (wants sudo): sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
    'npm ci',
    'npm run scenario -- doctor',
    'npm test',
    'npm run test:all',
    'npm run scenario -- run quick --control all',
    'node .github/annotate.mjs runs',
    'not run (no Docker engine answers that could pull): npm run scenario -- run ingester-kill zone-outage --provider kind --images pull --control scenario,one-replica-lost,two-zones',
  ])
})

test('the matrix of nightly.yml is expanded; with --dry one line may still be for real', () => {
  expect(told('nightly', { dry: true, real: 'read-write-migration-back --control' })).toEqual([
    'not run (wants sudo): sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
    'npm ci',
    'npm run scenario -- doctor',
    'npm run scenario -- run ingester-kill ingester-pause zone-outage zone-partition --control all --read-store --dry',
    'node .github/annotate.mjs runs',
    'npm run scenario -- run read-write-migration --control all --dry',
    'npm run scenario -- run read-write-migration-back --control all',
    'npm run scenario -- run read-write-migration --fault-each-step kill-pod --dry',
    'npm run scenario -- run read-write-migration-back --fault-each-step kill-pod --dry',
  ])
})

test('a line that failed decides, then one that could not tell', () => {
  expect([worst([0, 0]), worst([0, 3]), worst([3, 1])]).toEqual([0, 3, 1])
})
