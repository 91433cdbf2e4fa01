import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { promisify } from 'node:util'
import { UsageError } from '../../harness/index.ts'
import { type Actions, diskOf } from '../../harness/prometheus/index.ts'

const program = promisify(execFile)

/** Mounts something in the mounts of the run, which end with it. @throws UsageError where it has none of its own */
async function mount(t: Actions, ...args: string[]): Promise<void> {
  if (t.run.host.sandbox !== 'namespaces')
    throw new UsageError('this run has no mounts of its own', 'leave out --sandbox none')
  await program('mount', args)
}

/** The disk of the new side can be read, and not written. */
export async function readOnly(t: Actions): Promise<void> {
  const disk = diskOf(t)
  await mount(t, '--bind', disk, disk)
  await mount(t, '-o', 'remount,bind,ro', disk)
}

/** The disk of the new side has so many bytes. */
export async function small(t: Actions, bytes: number): Promise<void> {
  await mkdir(diskOf(t), { recursive: true })
  await mount(t, '-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', diskOf(t))
}
