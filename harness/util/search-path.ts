import { delimiter } from 'node:path'

/**
 * The folders in which programs are looked for: those of PATH, then for each of them that ends in /bin its sibling /sbin. `ip` and others are
 * in sbin on some systems, which is not on every user's PATH.
 */
export function searchFolders({ PATH = '' }: NodeJS.ProcessEnv = process.env): string[] {
  const folders = PATH.split(delimiter).filter(Boolean)
  const siblings = folders.filter(folder => folder.endsWith('/bin')).map(folder => folder.replace(/bin$/, 'sbin'))
  return [...new Set([...folders, ...siblings])]
}

/** The same environment, whose PATH names all of these folders: for a program that starts others by name. */
export const searchable = (env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv => ({
  ...env,
  PATH: searchFolders(env).join(delimiter),
})
