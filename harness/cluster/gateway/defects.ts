import type { Clock } from '../../util/clock.ts'
import { parseRequestId } from '../../util/request-id.ts'
import type { Defect } from '../cluster.ts'
import type { Hit } from './gateway-messages.ts'
import type { Protocol } from './protocol.ts'

/** What a defect goes by. */
export interface RequestFacts {
  /** The name of the route that it goes by. */
  route: string
  /** Carries samples. */
  push: boolean
  tenant: string | undefined
  /** Method and path. */
  line: string
  /** The label that the client put on it. */
  op: string | undefined
}

/** What is to happen to a request instead of, or before, being passed on as it is. */
export type Action =
  /** Pass it on as it is. */
  | { kind: 'pass' }
  /** Answer it here. */
  | { kind: 'answer'; status: 200 | 502; text: string }
  /** Wait this many milliseconds first. */
  | { kind: 'hold'; ms: number }
  /** Pass it on as another tenant's. */
  | { kind: 'as-tenant'; tenant: string }
  /** Change the sample values in its answer. */
  | { kind: 'change-values' }

/** The defect that is injected into the gateway, and every time that it hits. */
export class Defects {
  readonly #protocol: Protocol
  readonly #random: () => number
  readonly #clock: Clock
  readonly #onHit: (hit: Hit) => void
  #injected: Defect | undefined
  #pushes = 0
  /** When a stall began. */
  #since = 0

  /** @param random 0 to 1, for defects by chance */
  constructor(protocol: Protocol, random: () => number, clock: Clock, onHit: (hit: Hit) => void) {
    this.#protocol = protocol
    this.#random = random
    this.#clock = clock
    this.#onHit = onHit
  }

  /** Takes the place of what was injected before. A stall begins now. */
  inject(defect: Defect | undefined): void {
    this.#injected = defect
    this.#pushes = 0
    this.#since = this.#clock.now()
  }

  /** Decides over a request that has just arrived. */
  judge(request: RequestFacts): Action {
    const defect = this.#injected
    switch (defect?.kind) {
      case 'drop-push':
        if (!request.push || ++this.#pushes % defect.every !== 0) break
        return this.#drop(request)
      case 'drop-push-by-chance':
        if (!request.push || this.#random() * defect.oneIn >= 1) break
        return this.#drop(request)
      case 'swap-tenant':
        if (request.route !== (defect.route ?? this.#protocol.reads) || request.tenant !== defect.of) break
        this.hit(request, `${defect.of} gets the answer of ${defect.from}`)
        return { kind: 'as-tenant', tenant: defect.from }
      case 'change-value':
        if (request.route !== this.#protocol.reads || request.tenant !== defect.of) break
        return { kind: 'change-values' }
      case 'stall': {
        const ms = this.stalled(request.route)
        if (ms === 0) break
        this.hit(request, `held for ${Math.round(ms)} ms`)
        return { kind: 'hold', ms }
      }
      case 'slow-stripe':
        if (parseRequestId(request.op)?.stripe !== defect.stripe) break
        this.hit(request, `delayed by ${defect.ms} ms`)
        return { kind: 'hold', ms: defect.ms }
      case 'refuse':
        if (request.route !== defect.route) break
        this.hit(request, 'refused')
        return { kind: 'answer', status: 502, text: `the gateway refuses all ${request.route}\n` }
    }
    return { kind: 'pass' }
  }

  #drop(request: RequestFacts): Action {
    this.hit(request, 'answered 200 without passing it on')
    return { kind: 'answer', status: 200, text: '' }
  }

  /** Milliseconds until an injected stall lets this route go on; 0 when nothing holds it. Answers are held as requests are. */
  stalled(route: string): number {
    if (this.#injected?.kind !== 'stall') return 0
    return Math.max(0, this.#since + (this.#injected.ms[route] ?? 0) - this.#clock.now())
  }

  /** Reports that the injected defect hit this request. */
  hit({ line, op: label }: RequestFacts, what: string): void {
    const op = parseRequestId(label)
    this.#onHit({ defect: this.#injected!.kind, detail: `${line}: ${what}`, ...(op && { op }) })
  }
}
