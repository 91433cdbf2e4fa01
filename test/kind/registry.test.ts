import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mimirProgram } from '../../harness/mimir/program.ts'
import { type NodeImage, nodeImage } from '../../kind/offline/node-image.ts'
import { readRun } from '../judged.ts'
import { EngineProcess } from './engines.ts'
import { buildRegistry, startRegistry } from './registry.ts'

/** The way of most users, in namespaces that no packet leaves: a Docker engine that is there pulls every image from a registry. */

const cli = fileURLToPath(new URL('../../harness/cli.ts', import.meta.url))

let folder: string
let node: NodeImage
let engine: EngineProcess
let registry: string
let log: string

beforeAll(async () => {
  node = await nodeImage(mimirProgram, { onProgress: line => console.log(line) })
  folder = await mkdtemp(join(tmpdir(), 'mg-registry-'))
  const binary = await buildRegistry(folder)
  const { engine: started, refused } = await EngineProcess.start(
    {
      run: `registry-test-${process.pid}`,
      scratch: '/run/mimir-gauntlet',
      // Of its own: one that is shared has images already.
      dataRoot: join(folder, 'engine'),
      runc: node.runc,
      log: join(folder, 'dockerd.log'),
    },
    node,
  )
  if (refused !== undefined) throw new Error(refused)
  engine = started
  log = join(folder, 'registry.log')
  registry = await startRegistry(engine, binary, node, log)
})
afterAll(async () => {
  await engine?.stop()
  await rm(folder, { recursive: true, force: true })
})

/** A run beside the engine, which it finds by DOCKER_HOST. */
const run = (flags: string, before = '') =>
  engine.sh(
    `${before}\nexport NO_COLOR=1\n${process.execPath} --disable-warning=ExperimentalWarning ${cli} run zone-outage --provider kind --runs ${folder}/runs --json ${flags}`,
  )

/** Images that were asked of the registry from a line of its log on. */
const asked = async (since: number) => {
  const lines = (await readFile(log, 'utf8')).split('\n').slice(since)
  const names = lines.flatMap(line => /(?:GET|HEAD) \/v2\/(\S+)\/manifests\//.exec(line)?.[1] ?? [])
  return [...new Set(names)].sort()
}

test('zone-outage with --images pull --registry takes every image from there', async () => {
  expect((await engine.sh('docker images --quiet')).stdout).toBe('')
  const since = (await readFile(log, 'utf8')).split('\n').length - 1
  const mimir = node.tools.program.version
  const { code, stdout, stderr } = await run(
    `--images pull --registry ${registry} --mimir ${mimir} --load light --seed 1`,
  )
  const { verdict, findings } = JSON.parse(stdout.trim().split('\n').at(-1)!)
  // Four nodes share this machine, so that availability may not be told; whatever could be told must be well.
  const amiss = (findings ?? []).filter((f: { verdict: string }) => f.verdict === 'invalid')
  expect({ stderr, amiss, told: ['valid', 'unknown'].includes(verdict) }).toEqual({ stderr: '', amiss: [], told: true })
  expect(code).toBe(verdict === 'valid' ? 0 : 3)

  const images = [
    'grafana/mimir',
    'kindest/node',
    'nginxinc/nginx-unprivileged',
    'prom/prometheus',
    'versity/versitygw',
  ]
  expect(await asked(since)).toEqual(images.map(name => `mirror/${name}`))

  const [id] = await readdir(join(folder, 'runs'))
  const { run: info } = await readRun(join(folder, 'runs', id!))
  expect(info.images).toEqual({
    mimir: `${registry}/grafana/mimir:${mimir}`,
    prometheus: `${registry}/prom/prometheus:v3.5.2`,
    nginx: `${registry}/nginxinc/nginx-unprivileged:1.28.0`,
    s3: `${registry}/versity/versitygw:v1.8.0`,
    node: `${registry}/kindest/node:v1.34.0`,
  })
  // Nothing was built for it: these two are no part of an image.
  expect(Object.keys(info.binaries).sort()).toEqual(['helm', 'kind'])
  expect(info.command).toContain(`--registry ${registry}`)
})

const page = `${process.execPath} -e 'require("http").createServer((_, answer) => answer.writeHead(200, {"content-type": "text/html"}).end("<html>Sign in</html>")).listen(5001, "127.0.0.1")' >/dev/null 2>&1 </dev/null &
timeout 10 bash -c 'until exec 3<>/dev/tcp/127.0.0.1/5001; do sleep 0.1; done' 2>/dev/null`

test.each([
  [
    'a registry that is not there',
    '--registry 127.0.0.1:1/mirror',
    '',
    /^127\.0\.0\.1:1\/mirror\/kindest\/node:v1\.34\.0 can not be pulled: .*connection refused.*: see that 127\.0\.0\.1:1\/mirror serves it, or leave out --registry\n$/,
  ],
  [
    'a registry that answers with an HTML page',
    '--registry 127.0.0.1:5001',
    page,
    /^127\.0\.0\.1:5001\/kindest\/node:v1\.34\.0 can not be pulled: .*: see that 127\.0\.0\.1:5001 serves it, or leave out --registry\n$/,
  ],
  [
    'no engine that could pull',
    '--images pull',
    'export DOCKER_HOST=unix:///nowhere',
    /^images are to be pulled, and no Docker engine answers that could pull them: start Docker or set DOCKER_HOST, or use --images build\n$/,
  ],
])('%s: one line, exit code 2, and nothing was begun', async (_, flags, before, line) => {
  const runs = await readdir(join(folder, 'runs')).catch(() => [])
  const { code, stderr } = await run(flags, before)
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(line) })
  expect(await readdir(join(folder, 'runs')).catch(() => [])).toEqual(runs)
  expect((await engine.sh('docker ps --all --quiet')).stdout).toBe('')
})
