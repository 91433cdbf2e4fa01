import { type Markup, markup, trusted } from '../../report/html/markup.ts'
import type { Blast } from '../shards/blast-radius.ts'

const [WIDTH, HEIGHT] = [640, 260]
const [LEFT, RIGHT, TOP, BOTTOM] = [44, 90, 22, 34]

/** Share of tenants that are hit, over how many instances die: means as lines, from least to most as bands. */
export function blastCurve(blast: readonly Blast[], tenants: number): Markup {
  const last = blast.at(-1)!.dead
  const x = (dead: number) => LEFT + ((WIDTH - LEFT - RIGHT) * dead) / last
  const y = (hit: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - hit / tenants)
  const line = (of: 'part' | 'full') => path(blast.map(b => [x(b.dead), y(b[of].mean)]))
  const band = (of: 'part' | 'full') =>
    path([
      ...blast.map(b => [x(b.dead), y(b[of].most)] as Point),
      ...blast.toReversed().map(b => [x(b.dead), y(b[of].least)] as Point),
    ])
  const name = (of: 'part' | 'full') => {
    const most = blast.reduce((a, b) => (b[of].mean > a[of].mean ? b : a))
    return markup`<text x="${x(most.dead) + 4}" y="${y(most[of].mean) - 4}" class="${of}">in ${of}</text>`
  }
  const shares = [0, 25, 50, 75, 100].map(
    percent =>
      markup`<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y((tenants * percent) / 100)}" y2="${y((tenants * percent) / 100)}"/><text x="${LEFT - 6}" y="${y((tenants * percent) / 100) + 4}" text-anchor="end">${percent} %</text>`,
  )
  const deaths = ticks(last).map(
    dead => markup`<text x="${x(dead)}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${dead}</text>`,
  )
  return markup`<svg class="curve" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Share of tenants hit over instances that die"><g class="scale">${shares}${deaths}</g>
<path class="band part" d="${band('part')}Z"/><path class="band full" d="${band('full')}Z"/>
<path class="line part" d="${line('part')}"/><path class="line full" d="${line('full')}"/>${name('part')}${name('full')}
<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 2}" text-anchor="middle">instances that die at once</text></svg>`
}

type Point = [x: number, y: number]

const path = (points: readonly Point[]): Markup =>
  trusted(points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join(''))

/** A handful of whole numbers up to the last. */
function ticks(last: number): number[] {
  const step = [1, 2, 5, 10, 20, 50, 100, 200].find(s => last / s <= 8) ?? last
  return Array.from({ length: Math.floor(last / step) }, (_, i) => (i + 1) * step)
}
