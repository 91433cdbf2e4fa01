import { expect, test } from 'vitest'
import { aboutDocker, inotify, memoryForKind } from '../../../../harness/cluster/kind/diagnose-kind.ts'
import { UsageError } from '../../../../harness/util/errors.ts'

test('what a Docker engine, or the lack of one, means for a run on kind', () => {
  expect([
    aboutDocker('answers', false),
    aboutDocker('could be started', true),
    aboutDocker('could be started', false),
    aboutDocker('none', true),
    aboutDocker(new UsageError('a Docker engine runs, and this user may not use it', 'add the user'), false),
  ]).toEqual([
    { ok: 'ok', what: 'docker', found: 'an engine answers; only for --provider kind' },
    { ok: 'ok', what: 'docker', found: 'no engine answers; a run starts its own; only for --provider kind' },
    {
      ok: 'warn',
      what: 'docker',
      found: 'no engine answers; only for --provider kind',
      fix: 'start Docker, or run with sudo -E: root starts an engine of its own',
    },
    {
      ok: 'warn',
      what: 'docker',
      found: 'none; only for --provider kind',
      fix: 'install Docker, or apt-get install docker.io',
    },
    {
      ok: 'warn',
      what: 'docker',
      found: 'a Docker engine runs, and this user may not use it; only for --provider kind',
      fix: 'add the user',
    },
  ])
})

test('inotify limits that a cluster of several nodes runs into', () => {
  expect([inotify(512, 524_288, false), inotify(128, 524_288, false), inotify(128, 524_288, true)]).toEqual([
    { ok: 'ok', what: 'inotify', found: '512 inotify instances, 524288 watches; only for --provider kind' },
    {
      ok: 'warn',
      what: 'inotify',
      found:
        '128 inotify instances, 524288 watches; only for --provider kind: pods of several nodes can run out of them',
      fix: 'sysctl fs.inotify.max_user_instances=512 fs.inotify.max_user_watches=524288',
    },
    {
      ok: 'ok',
      what: 'inotify',
      found:
        '128 inotify instances, 524288 watches; only for --provider kind, and a run with an engine of its own raises them',
    },
  ])
})

test('memory that a cluster takes', () => {
  expect([memoryForKind(8e9), memoryForKind(3e9)]).toEqual([
    { ok: 'ok', what: 'memory for kind', found: '8.0 GB available; only for --provider kind' },
    {
      ok: 'warn',
      what: 'memory for kind',
      found: '3.0 GB available; only for --provider kind',
      fix: 'a kind cluster does not begin with less than 4 GB: free some',
    },
  ])
})
