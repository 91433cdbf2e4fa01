import { availableParallelism } from 'node:os'
import { diagnoseKind } from '../cluster/kind/diagnose-kind.ts'
import { type Abilities, probeAbilities } from '../cluster/process/abilities.ts'
import { sandboxOf } from '../cluster/process/choose-sandbox.ts'
import { diagnoseProcesses } from '../cluster/process/diagnose-sandbox.ts'
import { rateInWords } from '../load/usual-rate.ts'
import { coloursOf } from '../report/colours.ts'
import { catalogue } from '../scenario/catalogue.ts'
import { separate } from '../scenario/requirements.ts'
import { planned } from '../scenario/suite.ts'
import { loadSubjects } from '../subjects.ts'
import { doctor } from '../toolchain/diagnose-tools.ts'
import type { Diagnosis } from '../toolchain/host.ts'
import { tools } from '../toolchain/tools.ts'
import { mirrorAddress } from './run-flags.ts'

const signs = { ok: '✓', warn: '!', fail: '✗' }

interface ExamineFlags {
  runs: string
  downloadBase?: string
  json: boolean
}

/** Says what a run would find on this machine, and what to do about what is missing. @returns 2 when something must be mended first. */
export async function examine({ runs, downloadBase, json }: ExamineFlags): Promise<number> {
  if (downloadBase !== undefined) mirrorAddress(downloadBase, false)
  const has = await probeAbilities()
  const subjects = await loadSubjects()
  const programs = subjects.map(s => s.program.tool)
  const ofSignals = subjects.flatMap(s => s.signals.flatMap(signal => signal.needs ?? []))
  // The core and a subject may run the same program.
  const specs = [...new Set([...programs, ...Object.values(tools), ...ofSignals.filter(it => typeof it !== 'string')])]
  const parts = [
    doctor({ runs, specs, downloadBase }),
    diagnoseProcesses(has),
    scenariosHere(has),
    Promise.resolve(loadHere()),
    diagnoseKind(),
  ]
  const diagnoses = (await Promise.all(parts)).flat()
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

const loadHere = (): Diagnosis => ({ ok: 'ok', what: 'load', found: rateInWords(availableParallelism()) })

/** One line for each scenario that `run` would leave out, in the words of `run`. */
async function scenariosHere(has: Abilities): Promise<Diagnosis[]> {
  const { lacks } = sandboxOf({ sandbox: 'auto', addresses: 'ip' }, has)
  const { notRun } = separate(planned(await catalogue()), lacks)
  const what = 'scenarios'
  if (notRun.length === 0) return [{ ok: 'ok', what, found: 'none is left out for want of networks' }]
  return notRun.map(({ planned: { scenario }, why, fix }) => ({
    ok: 'warn',
    what,
    found: `${scenario.id} is not run: ${why}`,
    fix,
  }))
}
