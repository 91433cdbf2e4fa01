declare module 'snappyjs' {
  /** @throws Error when the input is no snappy block. */
  export function uncompress(compressed: Uint8Array): Uint8Array<ArrayBuffer>
}
