import { diagnoseKind } from '../cluster/kind/diagnose.ts'
import { coloursOf } from '../report/status-line.ts'
import { doctor } from '../toolchain/doctor.ts'
import { mirrorAddress } from './options.ts'

const signs = { ok: '✓', warn: '!', fail: '✗' }

interface ExamineFlags {
  runs: string
  downloadBase?: string
  json: boolean
}

/** Says what a run would find on this machine, and what to do about what is missing. @returns 2 when something must be mended first. */
export async function examine({ runs, downloadBase, json }: ExamineFlags): Promise<number> {
  if (downloadBase !== undefined) mirrorAddress(downloadBase, false)
  const diagnoses = [...(await doctor({ runs, downloadBase })), ...(await diagnoseKind())]
  const c = coloursOf(process.stdout)
  for (const { ok, what, found, fix } of diagnoses) {
    const sign = { ok: c.green, warn: c.yellow, fail: c.red }[ok](signs[ok])
    const text = json
      ? JSON.stringify({ ok, what, found, fix })
      : `${sign} ${what}: ${found}${fix ? `\n    ${fix}` : ''}`
    process.stdout.write(`${text}\n`)
  }
  return diagnoses.some(d => d.ok === 'fail') ? 2 : 0
}
