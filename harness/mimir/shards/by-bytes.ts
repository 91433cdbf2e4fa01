/** Go's order of texts: by their bytes in UTF-8, which for most is that of JavaScript. */
export const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))
