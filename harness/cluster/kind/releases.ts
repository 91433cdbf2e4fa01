import type { Fleet } from '../../fleet/fleet.ts'
import { GO_RUNTIME } from '../../fleet/go-runtime.ts'
import type { S3Store } from '../../fleet/surroundings.ts'
import type { KindConfig } from '../provider-config.ts'
import type { ClusterTarget } from './cluster-target.ts'
import { NODE_PORTS } from './own-cluster.ts'
import { RESOURCES } from './requests.ts'
import { type FleetValues, fleetValues, type Image, type ObserverValues, type S3Values } from './values.ts'

/** The release of charts/s3, and the Secret that it makes. */
export const STORE: S3Store = {
  endpoint: 's3:7070',
  bucket: 'gauntlet',
  accessKeyId: { of: 'secret', secret: 's3', key: 'accessKeyId' },
  secretAccessKey: { of: 'secret', secret: 's3', key: 'secretAccessKey' },
}

/** `repository:tag` in its parts. */
function imageOf(reference: string): Image {
  const colon = reference.lastIndexOf(':')
  return { repository: reference.slice(0, colon), tag: reference.slice(colon + 1) }
}

/** Values of the charts that a run installs beside the fleet. */
export function releasesOf(
  { images }: KindConfig,
  { unzoned, nodes }: ClusterTarget,
): { s3: S3Values; observer: ObserverValues } {
  return {
    s3: { image: imageOf(images.s3), buckets: [STORE.bucket], env: GO_RUNTIME, resources: RESOURCES, ...unzoned },
    observer: {
      target: { selector: 'fleet' },
      image: imageOf(images.prometheus),
      resources: RESOURCES,
      env: GO_RUNTIME,
      ...unzoned,
      ...(nodes && { nodePort: NODE_PORTS.prometheus }),
    },
  }
}

/** Values of charts/fleet for a fleet. */
export const fleetRelease = (fleet: Fleet, { images }: KindConfig, site: ClusterTarget): FleetValues =>
  fleetValues(fleet, {
    gateway: { image: images.nginx, ...(site.nodes && { nodePort: NODE_PORTS.gateway }) },
    unzoned: site.unzoned,
    zoned: site.zoned,
  })
