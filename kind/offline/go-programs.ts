import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Usual } from '../../harness/util/usual.ts'
import { type BuildOptions, shell } from './shell.ts'
import type { Step } from './steps.ts'
import { versions } from './versions.ts'

/** A module in modules/: what is built in it, and how. */
interface GoModule {
  /** `tool`: everything on the module's tool lines, one binary each. Anything else makes one binary with the module's name. */
  package: string
  tags?: readonly string[]
  /** Values for the linker's -X. */
  stamp?: Readonly<Record<string, string>>
  usually: Usual
}

/** The programs of the node and of its images that are built from Go modules. */
export type Program = 'kubernetes' | 'etcd' | 'coredns' | 'kindnetd' | 'local-path-provisioner' | 'pause' | 'runccap'

const [major, minor] = versions.kubernetes.split('.')

const kubernetesStamp = (home: string): Record<string, string> => ({
  [`${home}.gitVersion`]: `v${versions.kubernetes}`,
  [`${home}.gitMajor`]: major!,
  [`${home}.gitMinor`]: minor!,
  [`${home}.gitCommit`]: 'go-module',
  [`${home}.gitTreeState`]: 'clean',
  // Kubernetes wants a date; one that never changes keeps the build reproducible.
  [`${home}.buildDate`]: '2026-01-01T00:00:00Z',
})

const modules: Readonly<Record<Program, GoModule>> = {
  kubernetes: {
    package: 'tool',
    // The tags of Kubernetes' own release build.
    tags: ['selinux', 'notest', 'grpcnotrace'],
    stamp: {
      ...kubernetesStamp('k8s.io/component-base/version'),
      ...kubernetesStamp('k8s.io/client-go/pkg/version'),
    },
    usually: { least: 360, most: 540 },
  },
  etcd: { package: 'go.etcd.io/etcd/server/v3', usually: { least: 30, most: 60 } },
  coredns: { package: '.', usually: { least: 120, most: 180 } },
  kindnetd: { package: '.', usually: { least: 20, most: 40 } },
  // In a module of its own: it spells an import (Sirupsen) otherwise than Kubernetes does, and Go refuses both in one build.
  'local-path-provisioner': { package: 'github.com/rancher/local-path-provisioner', usually: { least: 40, most: 80 } },
  pause: { package: '.', usually: { least: 5, most: 10 } },
  runccap: { package: '.', usually: { least: 5, most: 10 } },
}

/** The step that builds a program from its pinned module. Its output is a folder with the binaries. */
export function goProgram(name: Program, options: BuildOptions): Step {
  const { usually, ...how } = modules[name]
  const source = fileURLToPath(new URL(`modules/${name}`, import.meta.url))
  const { tags = [], stamp = {} } = how
  const flags = ['-s', '-w', ...Object.entries(stamp).map(([variable, value]) => `-X ${variable}=${value}`)].join(' ')
  return {
    name,
    inputs: { values: { ...how, arch: process.arch }, files: [source] },
    needs: [],
    usually,
    // A Go build uses every core and much memory by itself.
    alone: true,
    async make(folder, _, say) {
      say('go build')
      const scratch = join(folder, '.scratch')
      await mkdir(scratch)
      const env = { ...(options.env ?? process.env), CGO_ENABLED: '0', GOWORK: 'off', GOTMPDIR: scratch }
      const sh = shell({ ...options, env }, source)
      const out = how.package === 'tool' ? `${folder}/` : join(folder, name)
      await sh`go build -mod=readonly -trimpath -buildvcs=false -tags ${tags.join(',')} -ldflags ${flags} -o ${out} ${how.package}`
      await rm(scratch, { recursive: true })
    },
  }
}
