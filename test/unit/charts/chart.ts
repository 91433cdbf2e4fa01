import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

export type ChartName = 'mimir' | 'observer' | 's3'

/** The path of a file of a chart. */
export const chartFile = (chart: ChartName, file: string): string =>
  fileURLToPath(new URL(`../../../charts/${chart}/${file}`, import.meta.url))

/** A YAML file of a chart. */
export const chartYaml = (chart: ChartName, file: string) => parse(readFileSync(chartFile(chart, file), 'utf8'))
