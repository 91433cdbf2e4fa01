import { chmod, copyFile, mkdir, mkdtemp, open, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { UsageError } from '../../harness/util/errors.ts'
import { addBusybox } from './component-images.ts'
import { type Image, type ImageConfig, writeImageArchive } from './image-archive.ts'
import { type BuildOptions, shell } from './shell.ts'

/** A statically linked program to be packed as an image. */
export interface Binary {
  /** `prom/prometheus:v3.5.2` */
  name: string
  /** The path of the binary. */
  binary: string
  /** What it is called in the image, in /bin, where it is the entry point. */
  program: string
  /** The user id it runs as when a pod does not say otherwise; default: nobody in particular. */
  user?: number | undefined
}

/** The user ids that these projects' own images or charts run them as. */
export const USERS: Readonly<Record<string, number>> = { prometheus: 65_534, nginx: 101 }

const NONROOT = 65_532

/**
 * Packs one static binary as an image archive, for `kind load image-archive`: so that a cluster runs a program that its node image does
 * not carry.
 * @param file the tar file to write.
 * @throws UsageError when the binary needs shared libraries.
 */
export async function binaryImage(image: Binary, file: string, options: BuildOptions = {}): Promise<string> {
  const work = await mkdtemp(join(dirname(file), '.image-'))
  try {
    await writeImageArchive(file, [await binaryRoot(image, join(work, 'root'))], 'zstd', options)
    return file
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** The image of a binary, put together in the folder `root`. */
export async function binaryRoot({ name, binary, program, user = NONROOT }: Binary, root: string): Promise<Image> {
  await demandStatic(binary)
  for (const [folder, mode] of Object.entries({ '': 0o755, bin: 0o755, tmp: 0o1777 })) {
    await mkdir(join(root, folder))
    // Whatever the umask says: the image's user is not who builds it.
    await chmod(join(root, folder), mode)
  }
  await copyFile(binary, join(root, 'bin', program))
  await chmod(join(root, 'bin', program), 0o755)
  const config: ImageConfig = { Entrypoint: [`/bin/${program}`], Env: ['PATH=/bin'], User: String(user) }
  return { name, root, config }
}

/** An ELF program header of this type names the loader of shared libraries. */
const PT_INTERP = 3

/** @throws UsageError for a binary that would ask for libraries an image FROM scratch does not have. */
async function demandStatic(binary: string): Promise<void> {
  const file = await open(binary)
  try {
    const { buffer } = await file.read(Buffer.alloc(4096), 0, 4096, 0)
    const fix = 'give one built with CGO_ENABLED=0, as release binaries are'
    if (buffer.readUInt32BE(0) !== 0x7f454c46) throw new UsageError(`${binary} is not a Linux program`, fix)
    const [at, size, count] = [
      Number(buffer.readBigUInt64LE(0x20)),
      buffer.readUInt16LE(0x36),
      buffer.readUInt16LE(0x38),
    ]
    const types = Array.from({ length: count }, (_, i) => buffer.readUInt32LE(at + i * size))
    if (types.includes(PT_INTERP)) throw new UsageError(`${binary} needs shared libraries, its image has none`, fix)
  } finally {
    await file.close()
  }
}

/** Debian's nginx with a shell beside it, listening where its configuration says; paths it writes to are for the configuration, too. */
export async function nginxImage(name: string, stage: string, root: string, options: BuildOptions): Promise<Image> {
  await shell(options)`cp -a ${stage}/nginx ${root}`
  await addBusybox(root, stage, options)
  return {
    name,
    root,
    config: {
      Cmd: ['nginx', '-g', 'daemon off;'],
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      User: String(USERS.nginx),
      // It ends in good order on this one.
      StopSignal: 'SIGQUIT',
    },
  }
}
