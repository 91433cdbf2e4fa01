import { escapeMarkup } from './text.ts'

export interface Element {
  name: string
  /** Undefined attributes are left out. */
  attributes?: Readonly<Record<string, string | number | undefined>>
  /** Children, or text. */
  content?: readonly Element[] | string
}

/** XML, two spaces a level. Text may hold anything: what XML can not say is replaced by something visible. */
export const xml = (root: Element): string => `<?xml version="1.0" encoding="UTF-8"?>\n${written(root, '')}\n`

function written({ name, attributes = {}, content = [] }: Element, indent: string): string {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined)
  const open = `${indent}<${name}${given.map(([key, value]) => ` ${key}="${attribute(String(value))}"`).join('')}`
  if (content.length === 0) return `${open}/>`
  if (typeof content === 'string') return `${open}>${escapeMarkup(content)}</${name}>`
  return `${open}>\n${content.map(child => written(child, `${indent}  `)).join('\n')}\n${indent}</${name}>`
}

/** White space would be read back as plain spaces. */
const attribute = (text: string): string => escapeMarkup(text).replace(/[\t\n\r]/g, c => `&#${c.charCodeAt(0)};`)
