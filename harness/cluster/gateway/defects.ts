import type { Clock } from '../../util/clock.ts'
import { parseOpHeader } from '../../util/op-header.ts'
import type { Defect } from '../cluster.ts'
import type { Firing } from './messages.ts'

/** What a defect goes by. */
export interface RequestFacts {
  /** The name of the route that it goes by. */
  family: string
  /** Carries samples. */
  push: boolean
  /** X-Scope-OrgID. */
  tenant: string | undefined
  /** `POST /api/v1/push` */
  line: string
  /** The label that the client put on it. */
  op: string | undefined
}

/** What is to happen to a request instead of, or before, being passed on as it is. */
export type Deed =
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

/** The defect that is planted in the gateway, and every time that it fires. */
export class Defects {
  readonly #clock: Clock
  readonly #onFiring: (firing: Firing) => void
  #planted: Defect | undefined
  #pushes = 0
  /** When a stall began. */
  #since = 0

  constructor(clock: Clock, onFiring: (firing: Firing) => void) {
    this.#clock = clock
    this.#onFiring = onFiring
  }

  /** Takes the place of what was planted before. A stall begins now. */
  plant(defect: Defect | undefined): void {
    this.#planted = defect
    this.#pushes = 0
    this.#since = this.#clock.now()
  }

  /** Decides over a request that has just arrived. */
  judge(request: RequestFacts): Deed {
    const defect = this.#planted
    switch (defect?.kind) {
      case 'drop-push':
        if (!request.push || ++this.#pushes % defect.every !== 0) break
        this.fired(request, 'answered 200 without passing it on')
        return { kind: 'answer', status: 200, text: '' }
      case 'swap-tenant':
        if (request.family !== 'reads' || request.tenant !== defect.of) break
        this.fired(request, `${defect.of} gets the answer of ${defect.from}`)
        return { kind: 'as-tenant', tenant: defect.from }
      case 'change-value':
        if (request.family !== 'reads' || request.tenant !== defect.of) break
        return { kind: 'change-values' }
      case 'stall': {
        const ms = this.stalled(request.family)
        if (ms === 0) break
        this.fired(request, `held for ${Math.round(ms)} ms`)
        return { kind: 'hold', ms }
      }
      case 'slow-stripe':
        if (parseOpHeader(request.op)?.shard !== defect.stripe) break
        this.fired(request, `delayed by ${defect.ms} ms`)
        return { kind: 'hold', ms: defect.ms }
      case 'refuse':
        if (request.family !== defect.family) break
        this.fired(request, 'refused')
        return { kind: 'answer', status: 502, text: `the gateway refuses all ${request.family}\n` }
    }
    return { kind: 'pass' }
  }

  /** Milliseconds until a planted stall lets this family go on; 0 when nothing holds it. Answers are held as requests are. */
  stalled(family: string): number {
    if (this.#planted?.kind !== 'stall') return 0
    return Math.max(0, this.#since + (this.#planted.ms[family] ?? 0) - this.#clock.now())
  }

  /** Reports that the planted defect struck this request. */
  fired({ line, op: label }: RequestFacts, what: string): void {
    const op = parseOpHeader(label)
    this.#onFiring({ defect: this.#planted!.kind, detail: `${line}: ${what}`, ...(op && { op }) })
  }
}
