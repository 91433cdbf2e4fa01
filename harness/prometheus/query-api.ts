import { z } from 'zod'
import { type Reply, request, said } from '../util/request.ts'

/** Milliseconds that an answer may take. Prometheus itself gives a query up after two minutes, and says so. */
const PATIENCE = 130_000

export interface Series {
  labels: Record<string, string>
  /** [ms, value]; none where the answer is of one moment. */
  points: [number, number][]
}

const Answer = z.object({
  data: z.object({
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        values: z.array(z.tuple([z.number(), z.string()])).default([]),
      }),
    ),
  }),
})

/**
 * Asks the query API of a server.
 * @param url `http://host:port`. @param api `query` or `query_range`
 * @throws Error where it does not answer with 200
 */
export async function ask(url: string, api: string, parameters: Record<string, string>): Promise<Series[]> {
  const { text } = await demand(`${url}/api/v1/${api}?${new URLSearchParams(parameters)}`)
  return Answer.parse(JSON.parse(text)).data.result.map(({ metric, values }) => ({
    labels: metric,
    points: values.map(([at, value]): [number, number] => [Math.round(at * 1000), Number(value)]),
  }))
}

/** @throws Error where the answer is not 200 */
export async function demand(url: string): Promise<Reply> {
  const reply = await request(url, { timeout: PATIENCE })
  if (reply.status !== 200) throw new Error(`GET ${url}: ${said(reply)}`)
  return reply
}
