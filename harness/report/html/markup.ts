import { escapeMarkup } from '../text.ts'

/** HTML or SVG that is already safe. Only `markup` and `trusted` make it. */
export interface Markup {
  readonly markup: string
}

type Part = Markup | string | number | undefined | false | readonly Part[]

const render = (part: Part): string => {
  if (part === undefined || part === false) return ''
  if (typeof part === 'string') return escapeMarkup(part)
  if (typeof part === 'number') return String(part)
  return 'markup' in part ? part.markup : part.map(render).join('')
}

/** A template whose values are escaped, unless they are markup themselves: nothing that anybody said can become a tag. */
export const markup = (strings: TemplateStringsArray, ...parts: Part[]): Markup => ({
  markup: strings.reduce((text, string, i) => text + render(parts[i - 1]) + string),
})

/** Our own files (style, script) and JSON, which must not be escaped as text. */
export const trusted = (text: string): Markup => ({ markup: text })

/** JSON for a script element: "<" can not end it early. */
export const json = (value: unknown): Markup => trusted(JSON.stringify(value).replaceAll('<', '\\u003c'))
