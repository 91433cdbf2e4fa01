import { request } from 'undici'
import type { Workload } from '../topology/types.ts'

/** Makes a call that a workload wants before a pod of it is told to stop. @throws Error when it is not answered by 2xx. */
export async function callPreStop(pod: string, { method, path }: Workload['preStop'][number]): Promise<void> {
  const { statusCode, body } = await request(pod + path, { method })
  await body.dump()
  if (statusCode >= 300) throw new Error(`pre-stop call ${method} ${pod}${path}: expected 2xx, got ${statusCode}`)
}
