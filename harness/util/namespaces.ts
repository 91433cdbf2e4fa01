/** Network, mounts and process ids of a process's own, which end with it: flags of `unshare`, a part of util-linux. */
export const namespaces = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'] as const

/** What to put before a command so that an ordinary user runs it in such namespaces. */
export const unshare = ['unshare', '--user', '--map-root-user', ...namespaces] as const
