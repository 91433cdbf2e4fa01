import { expect, test } from 'vitest'
import { daemonConfig, withoutRestart } from '../../../../harness/cluster/kind/engine-data.ts'

test('the engine is told everything in one file', () => {
  const config = daemonConfig({
    dataRoot: '/cache/engine',
    scratch: '/scratch',
    socket: '/scratch/docker.sock',
    runc: '/cache/runccap',
    cgroup: '/mimir-gauntlet-run-1',
  })
  expect(config).toMatchInlineSnapshot(`
    {
      "bridge": "none",
      "cgroup-parent": "/mimir-gauntlet-run-1",
      "data-root": "/cache/engine",
      "default-address-pools": [
        {
          "base": "172.30.0.0/16",
          "size": 24,
        },
      ],
      "default-runtime": "cap",
      "dns": [
        "172.30.0.253",
      ],
      "dns-search": [
        ".",
      ],
      "exec-opts": [
        "native.cgroupdriver=cgroupfs",
      ],
      "exec-root": "/scratch/exec",
      "hosts": [
        "unix:///scratch/docker.sock",
      ],
      "pidfile": "/scratch/docker.pid",
      "runtimes": {
        "cap": {
          "path": "/cache/runccap",
        },
      },
    }
  `)
})

test('a container that was left does not start with the next engine', () => {
  const left = JSON.stringify({ Privileged: true, RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 1 } })
  expect(JSON.parse(withoutRestart(left))).toEqual({
    Privileged: true,
    RestartPolicy: { Name: 'no', MaximumRetryCount: 0 },
  })
  expect(withoutRestart('{"Priv')).toBe('{"Priv')
})
