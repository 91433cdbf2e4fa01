import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { releasedImages, releasedNode } from '../../harness/cluster/kind/image-source.ts'
import type { Images } from '../../harness/cluster/provider-config.ts'
import { mimirProgram } from '../../harness/mimir/program.ts'
import { command, type Ended } from '../../harness/util/command.ts'
import type { NodeImage } from '../../kind/offline/node-image.ts'
import type { EngineProcess } from './engines.ts'

const module = fileURLToPath(new URL('modules/registry', import.meta.url))

/** Builds the registry of go-containerregistry, which keeps what it is given in memory. @returns the path of the binary. */
export async function buildRegistry(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  const binary = join(folder, 'registry')
  const args = ['build', '-mod=readonly', '-o', binary, 'github.com/google/go-containerregistry/cmd/registry']
  done(await command('go', args, { cwd: module, env: { ...process.env, CGO_ENABLED: '0', GOWORK: 'off' } }))
  return binary
}

/**
 * Starts a registry beside an engine and puts images into it, under the names that a run asks for. The engine has none of them afterwards.
 * @param log the file that gets a line for each request.
 * @returns what a user gives as --registry.
 */
export async function startRegistry(
  engine: EngineProcess,
  binary: string,
  node: NodeImage,
  log: string,
): Promise<string> {
  const host = '127.0.0.1:5000'
  const answers = `timeout 10 bash -c 'until exec 3<>/dev/tcp/${host.replace(':', '/')}; do sleep 0.1; done' 2>/dev/null`
  done(await engine.sh(`setsid ${binary} -port 5000 >${log} 2>&1 </dev/null & ${answers}`))
  const registry = `${host}/mirror`
  const wanted = releasedImages(mimirProgram.image(node.tools.program.version), registry)
  done(await engine.sh(workloadsPushed(node, wanted)))
  const nodeName = releasedNode(registry)
  const [tag, push] = [`docker tag ${node.image} ${nodeName}`, `docker push --quiet ${nodeName}`]
  done(await engine.sh(`set -e; ${tag}; ${push}; docker rmi ${node.image} ${nodeName}`))
  return registry
}

/**
 * Has the containerd of a node push the images of workloads that it carries. Their layers are compressed by zstd there, which not every Docker
 * engine takes.
 */
function workloadsPushed({ image, images }: NodeImage, wanted: Images): string {
  const pushes = (Object.keys(wanted) as (keyof Images)[]).map(
    name => `
    ctr --namespace=k8s.io images convert --uncompress docker.io/${images[name]} ${wanted[name]}
    ctr --namespace=k8s.io images push --plain-http ${wanted[name]}`,
  )
  const inNode = `
    set -e
    containerd >/tmp/containerd.log 2>&1 &
    for _ in $(seq 100); do ctr version >/dev/null 2>&1 && break; sleep 0.1; done
    ${pushes.join('')}`
  return `docker run --rm --privileged --network host --tmpfs /run --entrypoint bash ${image} -c '${inNode}'`
}

function done({ code, stdout, stderr }: Ended): void {
  if (code !== 0) throw new Error(`exit code ${code}: ${stdout}\n${stderr}`)
}
