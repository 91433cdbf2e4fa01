import { type AssertionSpec, growth } from '../../observer/assertion-spec.ts'

/** What a counter that must not grow is about. */
interface Never {
  asserts: string
  counter: string
  /** Labels of the counter that matter, without braces. */
  of?: string
  pods: string
  onlyWith: AssertionSpec['onlyWith']
  severity?: 'critical' | 'warning'
}

/** A counter that is there from the start, and must not grow in any pod. */
export function never({ asserts, counter, of = '', pods, onlyWith, severity = 'critical' }: Never): AssertionSpec {
  const series = (values: string) => ({
    [`${counter}{${[of, 'job="mimir"', 'pod="p-0"'].filter(l => l !== '').join(', ')}}`]: values,
  })
  return {
    asserts,
    expr: `sum by (job, pod) (${growth(of === '' ? counter : `${counter}{${of}}`)})`,
    bound: { most: 0 },
    pods,
    ...(onlyWith && { onlyWith }),
    alert: {
      severity,
      fires: { series: series('0x17 1 1 1'), labels: { job: 'mimir', pod: 'p-0' } },
      // A pod that was restarted, and had counted one before.
      silent: series('1+0x10 0+0x9'),
    },
  }
}
