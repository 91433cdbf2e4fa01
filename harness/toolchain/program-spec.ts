import type { ReleasedTool } from './tools.ts'

/** The program under test, as a subject describes it. */
export interface ProgramSpec {
  tool: ReleasedTool
  /** The released image, `repository:tag`, without a registry. @param version as the program says it */
  image(version: string): string
  /** The user id that its image runs as. */
  user: number
  /** Another program whose node image serves as well, where this one is not worth a node image of its own. */
  inNodeOf?: ProgramSpec
}
