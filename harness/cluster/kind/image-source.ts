import { tools } from '../../toolchain/tools.ts'
import { UsageError } from '../../util/errors.ts'
import type { Images } from '../provider-config.ts'
import { findDocker } from './docker.ts'

/** Where the user wants images to come from. */
export interface ImageWishes {
  /** A registry, a build from package registries, or whichever can be had. */
  images: 'auto' | 'pull' | 'build'
  /** What stands before the names of images that are pulled: `HOST[/PREFIX]`. Who names a registry wants them from there. */
  registry: string | undefined
}

export const mustPull = ({ images, registry }: ImageWishes): boolean => images === 'pull' || registry !== undefined

/**
 * Makes sure that images can come from where the user wants them.
 * @param existing whether the nodes are those of a cluster that exists: they pull for themselves.
 * @throws UsageError when they can not.
 */
export async function demandSource(wishes: ImageWishes, existing: boolean): Promise<void> {
  const { images, registry } = wishes
  if (registry !== undefined && images === 'build') {
    throw new UsageError(
      '--images build builds images, --registry says from where to pull them',
      'leave one of them out',
    )
  }
  if (existing || !mustPull(wishes) || (await findDocker()) === 'answers') return
  throw new UsageError(
    'images are to be pulled, and no Docker engine answers that could pull them',
    `start Docker or set DOCKER_HOST, or use --images build${registry === undefined ? '' : ' without --registry'}`,
  )
}

/** The node image that kind 0.30.0 is released with, by its tag: a registry of the user's may have another build of it. */
export const releasedNode = (registry: string): string => `${registry}/kindest/node:v1.34.0`

/**
 * Released images, for those who can reach a registry.
 * @param program the image of the program under test, without a registry
 */
export function releasedImages(program: string, registry: string | undefined): Images {
  const named = (image: string) => (registry === undefined ? image : `${registry}/${image}`)
  return {
    program: named(program),
    prometheus: named(`prom/prometheus:v${tools.prometheus.release.version}`),
    nginx: named('nginxinc/nginx-unprivileged:1.28.0'),
    s3: named(`versity/versitygw:v${tools.versitygw.release.version}`),
  }
}
