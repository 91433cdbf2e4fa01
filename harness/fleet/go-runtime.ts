/** Go's runtime in each pod: a host with few cores runs many pods, and one thread each leaves the scheduling to the kernel. */
export const GO_RUNTIME = { GOMAXPROCS: '1', GOGC: '200' }
