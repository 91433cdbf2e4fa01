/**
 * Milliseconds in which a CPU limit is given out, as the kubelet has it (Linux, Documentation/scheduler/sched-bwc.rst): whoever has used up its part waits until the next
 * period begins.
 */
export const CPU_PERIOD = 100
