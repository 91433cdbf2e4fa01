import type { Dispatcher } from 'undici'

/** Milliseconds until an answer must have begun, and until more of its body must have come, and the like: as undici has it. */
type Options = Partial<Omit<Dispatcher.RequestOptions<null>, 'origin' | 'path'>>

/**
 * A request by undici, which is loaded when the first one is made: a scenario that is only listed or refused does not wait for it.
 * @throws what undici throws where there is no answer.
 */
export const request = async (url: string, options: Options = {}): Promise<Dispatcher.ResponseData<null>> =>
  (await import('undici')).request(url, options)
