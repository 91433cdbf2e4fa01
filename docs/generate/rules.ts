/** A rule of docs/verdict-rules.md: a bullet or a paragraph that begins with bold words. */
export interface Rule {
  /** The heading that it stands under. */
  section: string
  /** The bold words, by which worked histories name it. */
  lead: string
  /** Its words, on one line. */
  text: string
}

/** The rules of a page of Markdown, in order. */
export const rulesOf = (markdown: string): Rule[] =>
  blocksOf(markdown).flatMap(({ section, text }) => {
    const [, lead] = /^(?:- )?\*\*(.+?)\*\*/.exec(text) ?? []
    return lead === undefined ? [] : [{ section, lead, text: text.replace(/^- /, '') }]
  })

/** The first words of each bullet that names itself by no bold words. */
export const withoutLead = (markdown: string): string[] =>
  blocksOf(markdown)
    .map(({ text }) => text)
    .filter(text => text.startsWith('- ') && !text.startsWith('- **'))
    .map(text => text.slice(2, 60))

/** Bullets and paragraphs, each on one line, with the heading above. */
function blocksOf(markdown: string): { section: string; text: string }[] {
  const blocks: { section: string; text: string }[] = []
  let section = ''
  for (const part of markdown.split(/\n\n|\n(?=- |#)/)) {
    const text = part.trim().replaceAll(/\n\s*/g, ' ')
    if (text.startsWith('#')) section = text.replace(/^#+ /, '')
    else if (text !== '') blocks.push({ section, text })
  }
  return blocks
}
