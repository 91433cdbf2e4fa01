import type { EnvValue, Program } from './fleet.ts'

/** What a subject has to know of the place where its fleet will run. It is there before any pod is. */
export interface Surroundings {
  program: Program
  /** Base URL of the gateway, as pods reach it. */
  gateway: string
  /** The DNS name behind which are all pods, ready or not. Undefined where there are no names: a variable of a `peer` gives an address then. */
  peers: string | undefined
  /** A name that no other cluster has which pods could reach. */
  label: string
  /** Where pods keep what they share: a folder, or a bucket of an S3 server. */
  store: 'folder' | S3Store
}

/** A bucket, as pods reach it by plain HTTP. */
export interface S3Store {
  /** `host:port` */
  endpoint: string
  bucket: string
  accessKeyId: EnvValue
  secretAccessKey: EnvValue
}
