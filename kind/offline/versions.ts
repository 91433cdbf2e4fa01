/** What the node image is made of. The Go programs are pinned in modules/, kind itself in the toolchain; a test compares. */
export const versions = {
  /** The newest line of Kubernetes that runs on cgroup v1 without being told to. */
  kubernetes: '1.34.4',
  kind: '0.30.0',
  /** Debian's release for the node's own programs: systemd 252 still boots on cgroup v1. */
  debian: 'bookworm',
} as const

/** The name of the node image; the same as that of the image that the kind project releases for this version. */
export const NODE_IMAGE = `kindest/node:v${versions.kubernetes}`
