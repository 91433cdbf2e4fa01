import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { surfaceOf } from '../../../docs/generate/declarations.ts'

const root = `${mkdtempSync(join(tmpdir(), 'gauntlet-docs-'))}/`
afterAll(() => rmSync(root, { recursive: true }))

const files = {
  'index.ts': `
export { shout } from './voice.ts'
export * from './limits.ts'
`,
  'voice.ts': `
import type { Loudness } from './loudness.ts'

/** Says it. @param how loud it is */
export const shout = (text: string, how: Loudness = 'loud'): string => whisper(text, how)

const whisper = (text: string, _how: Loudness) => text
`,
  'loudness.ts': `
/** How loud. */
export type Loudness = 'loud' | 'louder'
`,
  'limits.ts': `
import { z } from 'zod'

/** What is demanded. */
export const Limits = z.object({
  /** Milliseconds. */
  gap: z.number().default(200),
})
export type Limits = z.infer<typeof Limits>

export class Ear {
  #open = true
  /** Whether it hears. */
  hears(how: string): boolean {
    return this.#open && how !== ''
  }
}
`,
}

test('declarations are as they are written: with comments, defaults and types, without bodies and private members', () => {
  for (const [file, text] of Object.entries(files)) writeFileSync(join(root, file), text)
  const { exported, supporting } = surfaceOf(root, ['index.ts'])
  const shown = [...exported, ...supporting].map(({ uses, ...rest }) => ({ ...rest, uses: uses.map(d => d.name) }))
  expect(shown).toEqual([
    {
      name: 'shout',
      file: 'voice.ts',
      comment: 'Says it. @param how loud it is',
      code: "function shout(text: string, how: Loudness = 'loud'): string",
      uses: ['Loudness'],
    },
    {
      name: 'Limits',
      file: 'limits.ts',
      comment: 'What is demanded.',
      code: 'const Limits = z.object({\n  /** Milliseconds. */\n  gap: z.number().default(200),\n})',
      uses: [],
    },
    {
      name: 'Ear',
      file: 'limits.ts',
      comment: '',
      code: 'class Ear {\n  /** Whether it hears. */\n  hears(how: string): boolean\n}',
      uses: [],
    },
    {
      name: 'Loudness',
      file: 'loudness.ts',
      comment: 'How loud.',
      code: "type Loudness = 'loud' | 'louder'",
      uses: [],
    },
  ])
})

test('an index that exports what is nowhere is an error that names both', () => {
  writeFileSync(join(root, 'wrong.ts'), "export { sing } from './voice.ts'\n")
  expect(() => surfaceOf(root, ['wrong.ts'])).toThrow('wrong.ts exports sing from voice.ts, which does not declare it')
})
