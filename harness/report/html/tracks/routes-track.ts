import { moment } from '../../text.ts'
import { segments } from '../bars.ts'
import type { Recorded } from '../recorded.ts'
import type { Scale } from '../scale.ts'
import type { Group, Track } from '../track.ts'

const HEIGHT = 20

/**
 * Which workloads served each route of the gateway, from switch to switch. Families that never changed are left out. A switch of one place says
 * nothing of another one's routes.
 */
export function routes(events: Recorded, scale: Scale, most: number): Group | undefined {
  const switches = events.route.slice(0, most)
  const routes = [...new Set(switches.flatMap(s => Object.keys(s.routes)))]
  if (routes.length === 0) return undefined
  const switchesOf = (route: string) => switches.filter(s => route in s.routes)
  const changed = routes.filter(route => new Set(switchesOf(route).map(s => String(s.routes[route]))).size > 1)
  if (changed.length === 0) return undefined
  const tracks = changed.map((route): Track => {
    const own = switchesOf(route)
    const bars = own.map((s, i) => {
      const [to, served] = [own[i + 1]?.at ?? scale.to, s.routes[route]?.join(' + ') || 'nobody']
      const tip = `${route} go to ${served}\n${moment(s.at - scale.from)} to ${moment(to - scale.from)}`
      return { from: s.at, to, label: served, tip, kind: i % 2 === 0 ? 'route' : 'route other' }
    })
    return { label: route, height: HEIGHT, marks: segments(bars, HEIGHT, scale) }
  })
  return { title: 'Gateway routes', tracks }
}
