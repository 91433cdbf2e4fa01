import type { Stream } from '../../../history/signal.ts'

/** Scrapes that the target answered: somebody scraped from before the move until after it. */
export const onlyScrapes: Stream = {
  name: 'scrapes',
  title: 'Scrapes that the target answered',
  covers: 'moments',
  parts: () => ['scrapes'],
  record: (_run, event) =>
    event.type === 'scrape'
      ? { part: 'scrapes', from: event.at, to: event.at, ok: event.side !== 'failed' }
      : undefined,
  failed: event => (event.type === 'scrape' ? { ...event, side: 'failed' } : event),
}
