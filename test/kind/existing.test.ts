import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { engineFolder } from '../../harness/cluster/kind/docker.ts'
import { existingCluster } from '../../harness/cluster/kind/existing.ts'
import { mimirProgram } from '../../harness/mimir/program.ts'
import { resolveTool } from '../../harness/toolchain/resolve.ts'
import { type NodeImage, nodeImage } from '../../kind/offline/node-image.ts'
import { binaryImage } from '../../kind/offline/workload-images.ts'
import { buildTiny } from '../tiny/build.ts'
import { EngineProcess } from './engines.ts'

/** A cluster that exists before a run, as an operator's does: it must be after the run what it was before. */

const path = (from: string) => fileURLToPath(new URL(`../../${from}`, import.meta.url))
const NAME = 'somebodys'

let folder: string
let engine: EngineProcess
let helm: string
let kind: string
let node: NodeImage
let kubeconfig: string

/** Carries out a command beside the cluster. */
const sh = (script: string) => engine.sh(`export KUBECONFIG=${kubeconfig} NO_COLOR=1\n${script}`)

const run = (what: string) =>
  sh(
    `${process.execPath} --disable-warning=ExperimentalWarning ${path('harness/cli.ts')} run ${what} --provider kind --images build --kubeconfig ${kubeconfig} --json --runs ${folder}/runs`,
  )

/** Everything in the cluster that a run could have left. */
const inventory = async () =>
  (
    await sh(
      `docker exec ${NAME}-control-plane kubectl --kubeconfig /etc/kubernetes/admin.conf get namespaces,persistentvolumes,clusterroles,clusterrolebindings -o name | sort`,
    )
  ).stdout

beforeAll(async () => {
  node = await nodeImage(mimirProgram, { onProgress: line => console.log(line) })
  folder = await mkdtemp(join(tmpdir(), 'mg-existing-'))
  kubeconfig = join(folder, 'kubeconfig')
  helm = (await resolveTool('helm')).path
  kind = (await resolveTool('kind')).path
  const { engine: started, refused } = await EngineProcess.start(
    {
      run: `existing-test-${process.pid}`,
      scratch: '/run/mimir-gauntlet',
      dataRoot: engineFolder(),
      runc: node.runc,
      log: join(folder, 'dockerd.log'),
    },
    node,
  )
  if (refused !== undefined) throw new Error(refused)
  engine = started
  const made = await sh(
    `${kind} create cluster --name ${NAME} --config ${path('kind/one-zone.yaml')} --image ${node.image} --wait 3m --kubeconfig ${kubeconfig}`,
  )
  expect(made).toMatchObject({ code: 0 })
})
afterAll(async () => {
  await engine?.stop()
  await rm(folder, { recursive: true, force: true })
})

test.each(['microservices', 'migration', 'read-write'])('the API server accepts everything of %s', async mode => {
  const chart = path('charts/mimir')
  const store = '--set s3.endpoint=s3:7070,s3.bucket=mimir,s3.existingSecret=s3'
  const { code, stderr } = await sh(
    `HELM_CACHE_HOME=${folder} ${helm} install mimir ${chart} -f ${chart}/values-${mode}.yaml ${store} --dry-run=server >/dev/null`,
  )
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

test('what diff says of a fleet is what happens, and a pod is restarted as it is', async () => {
  const image = 'tiny:test'
  const binary = await buildTiny(folder)
  const archive = await binaryImage({ name: image, binary, program: 'tiny', user: 10_001 }, join(folder, 'tiny.tar'))
  expect(await sh(`${kind} load image-archive ${archive} --name ${NAME}`)).toMatchObject({ code: 0 })
  const { path: prometheus } = await resolveTool('prometheus')
  const cluster = existingCluster(kubeconfig, undefined, 'rolls')
  const where = { provider: 'kind', helm, cluster, images: node.images }
  const script = `${process.execPath} --disable-warning=ExperimentalWarning ${path('test/kind/rolls.ts')}`
  const { stdout, stderr } = await sh(`${script} '${JSON.stringify({ where, image, binary, prometheus })}'`)
  expect(stderr).toBe('')
  const { rows, restarted, hooks, who, alive, vm } = JSON.parse(stdout)
  const started = rows.map(({ name, said }: { name: string; said: { stateful: string[]; deployments: object } }) => [
    name,
    [...said.stateful, ...Object.entries(said.deployments).map(([spare, n]) => `${n} ${spare}`)].join(', '),
  ])
  expect(Object.fromEntries(started)).toEqual({
    'an environment': 'store-zone-a-0',
    'a call before the stop': 'store-zone-a-0, store-zone-b-0',
    'the grace period': '1 spare',
    'more replicas': '1 spare',
    'a restart': '2 spare',
    'a file that is read again and again': '',
    routes: '',
    'both zones in one turn': 'store-zone-a-0, store-zone-b-0',
    'limits, a user, probes and a mount': 'store-zone-b-0',
    'fewer replicas': '',
  })
  for (const { name, said, seen } of rows) expect({ name, ...seen }).toEqual({ name, ...said })
  expect(restarted).toEqual({ same: false, state: 'running' })
  expect({ who, alive, vm }).toEqual({
    who: '10002:10003',
    alive: 'running',
    vm: ['200', 'vm/spare-0', 'vm/store-zone-a-0', 'vm/store-zone-b-0'],
  })
  // Each pod hears what it was started with: the first restart after the change is without a call.
  expect(hooks.sort()).toEqual([
    'store-zone-a-0 POST /items/last 204',
    'store-zone-b-0 POST /items/last 204',
    'store-zone-b-0 POST /items/last 204',
    'store-zone-b-0 POST /items/last 204',
  ])
})

test('a run has a namespace of its own there, and leaves the cluster as it was', async () => {
  const before = await inventory()
  const { stdout, stderr } = await run('ingester-kill --namespace gauntlet')
  const lines = stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  const { verdict, findings } = lines.at(-1)
  const checks = Object.fromEntries(
    (findings ?? []).map((f: { check: string; verdict: string }) => [f.check, f.verdict]),
  )
  // One node of two cores carries everything here, so that these may not be told; whatever could be told must be well.
  const untold = ['availability', 'redundancy', 'assertions', 'exemplars'].map(check => [
    check,
    checks[check] !== 'invalid',
  ])
  expect({ stderr, ...checks, ...Object.fromEntries(untold) }).toEqual({
    stderr: '',
    availability: true,
    redundancy: true,
    assertions: true,
    exemplars: true,
    faults: 'valid',
    gates: 'valid',
    isolation: 'valid',
    loss: 'valid',
    pods: 'valid',
    rules: 'valid',
    coverage: 'valid',
  })
  expect(['valid', 'unknown']).toContain(verdict)
  expect(await inventory()).toBe(before)
})

test('what is not ours is refused in one line, and nothing is started', async () => {
  const refused = async (what: string) => {
    const { code, stderr } = await run(what)
    return { code, stderr }
  }
  expect(await refused('ingester-kill --namespace kube-system')).toEqual({
    code: 2,
    stderr:
      'namespace kube-system of kind-somebodys exists already: give --namespace a name that is free: the run makes the namespace and deletes it\n',
  })
  expect(await refused('ingester-kill --context production')).toEqual({
    code: 2,
    stderr: `${kubeconfig} has no context production: use --context with one of kind-somebodys\n`,
  })
})

test('a scenario that needs machines of its own is not run there, and says so', async () => {
  const { code, stdout, stderr } = await run('zone-outage')
  expect({
    code,
    stderr,
    lines: stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line)),
  }).toEqual({
    code: 3,
    stderr: '',
    lines: [
      {
        type: 'not run',
        scenario: 'zone-outage',
        details: '',
        why: 'it stops machines, or freezes what runs on them, and the nodes of a cluster that exists are not its own',
        fix: 'leave out --kubeconfig: the run makes a cluster of its own then',
      },
    ],
  })
})
