/** How much of a run the report shows. Numbers are upper limits; what is cut is counted in words. */
export interface Detail {
  /** Buckets of a timeline row. */
  buckets: number
  /** Rows a group of the timeline may have. */
  rows: number
  /** Operations rows (tenants) a path may have. */
  tenants: number
  /** Evidences shown of one finding. */
  evidence: number
  /** Rows of a table, bars of a lane. */
  entries: number
  /** Characters of one text. */
  characters: number
  /** Bytes of log lines. */
  logs: number
}

/** From everything to next to nothing. The report is drawn with the first of them that fits into its size limit. */
export const details: readonly Detail[] = [
  { buckets: 500, rows: 120, tenants: 12, evidence: 60, entries: 500, characters: 2000, logs: 1_000_000 },
  { buckets: 200, rows: 60, tenants: 12, evidence: 20, entries: 200, characters: 1000, logs: 500_000 },
  { buckets: 100, rows: 30, tenants: 6, evidence: 10, entries: 100, characters: 400, logs: 200_000 },
  { buckets: 50, rows: 10, tenants: 3, evidence: 3, entries: 20, characters: 160, logs: 20_000 },
]
