/** Zero where what failed has no series yet, and all of the kind has one: an empty answer is not zero. @param by labels, `user` */
export const orNothing = (failed: string, all: string, by: string): string =>
  `sum by (${by}) (${failed}) or 0 * sum by (${by}) (${all})`
