import { moment } from '../../text.ts'
import type { Detail } from '../detail.ts'
import { markup } from '../markup.ts'
import type { Recorded } from '../recorded.ts'
import { type Scale, width, x } from '../scale.ts'
import { type Group, key, type Track } from '../track.ts'

const HEIGHT = 30

/** Members of each ring by state, stacked: ACTIVE at the bottom, whatever else there is on top and in words. */
export function rings(events: Recorded, scale: Scale, detail: Detail): Group | undefined {
  const byRing = Map.groupBy(events.ring, e => e.ring)
  if (byRing.size === 0) return undefined
  const tracks = [...byRing].slice(0, detail.rows).map(([ring, every]): Track => {
    const own = every.slice(0, detail.entries)
    const most = Math.max(1, ...own.map(e => total(e.states)))
    const pieces = own.map((event, i) => {
      const to = own[i + 1]?.at ?? scale.to
      const members = Object.entries(event.states).filter(([, n]) => n > 0)
      const words = members.map(([state, n]) => `${n} ${state}`).join(', ') || 'empty'
      const active = ((event.states.ACTIVE ?? 0) / most) * (HEIGHT - 4)
      const rest = (total(event.states) / most) * (HEIGHT - 4) - active
      const [from, until] = [event.at - scale.from, to - scale.from]
      return markup`<svg x="${x(scale, event.at)}" y="2" width="${width(scale, to - event.at)}" height="${HEIGHT - 4}" data-tip="${`${ring} ring: ${words}\n${moment(from)} to ${moment(until)}`}"><rect width="100%" height="100%" class="hit"/><rect width="100%" y="${HEIGHT - 4 - active}" height="${active}" class="ring active"/>${rest > 0 && markup`<rect width="100%" y="${HEIGHT - 4 - active - rest}" height="${rest}" class="ring other"/>`}<line y2="100%" class="tick"/><text x="5" y="17" class="label over" data-own data-from="${from}" data-to="${until}">${words}</text></svg>`
    })
    return { label: ring, height: HEIGHT, marks: markup`${pieces}` }
  })
  return {
    title: 'Rings',
    legend: markup`${key('ring active', 'ACTIVE')}${key('ring other', 'any other state')}`,
    tracks,
  }
}

const total = (states: Record<string, number>): number => Object.values(states).reduce((a, b) => a + b, 0)
