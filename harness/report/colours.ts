import { styleText } from 'node:util'

const styles = ['bold', 'dim', 'red', 'green', 'yellow', 'cyan'] as const
type Style = (typeof styles)[number]

/** Text in a style, by its name; or as it is, where colours are not wanted. */
export type Colours = Readonly<Record<Style, (text: string) => string>>

const drawnBy = (draw: (style: Style, text: string) => string) =>
  Object.fromEntries(styles.map(style => [style, (text: string) => draw(style, text)])) as Colours

export const plain = drawnBy((_, text) => text)

/** Whether the output can show them is known before. Node would look at its own standard output instead, and at more than NO_COLOR. */
const coloured = drawnBy((style, text) => styleText(style, text, { validateStream: false }))

/** Colours on a terminal that can show them, unless NO_COLOR (https://no-color.org) says otherwise; elsewhere the bare text. */
export const coloursOf = (out: { isTTY?: boolean }): Colours =>
  out.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb' ? coloured : plain
