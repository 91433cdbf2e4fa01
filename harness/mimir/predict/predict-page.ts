import { readFileSync } from 'node:fs'
import { type Markup, markup, trusted } from '../../report/html/markup.ts'
import { page } from '../../report/html/page.ts'
import type { Prediction } from './answer-question.ts'
import { blastCurve } from './blast-curve.ts'
import { BLAST_HEADS, balanceText, blastCells, blastWords, sizeText, title } from './predict-text.ts'
import type { PoolPrediction } from './prediction.ts'
import { legend, shardMatrix } from './shard-matrix.ts'
import { sharedMatrix } from './shared-matrix.ts'

/** The prediction as one file that opens offline, dressed as the report. */
export function predictPage({ ring, size, pools, notes }: Prediction): string {
  const style = trusted(readFileSync(new URL('./predict.css', import.meta.url), 'utf8'))
  return page(
    'Shuffle shards · Mimir Gauntlet',
    markup`<style>${style}</style>
<header>
<div class="top"><span class="brand">Mimir Gauntlet</span><span class="id">shuffle shards</span><button type="button" id="theme" aria-label="Switch between light and dark">light / dark</button></div>
</header>
<section><h1>Which instances serve which tenant</h1>
<p class="proves">Computed from the ring at ${ring}, exactly as Mimir does. Nothing was started or changed.</p>
${notes.map(note => markup`<p class="proves">${note}</p>`)}</section>
${pools.map(pool => section(pool, size))}`,
  )
}

function section(pool: PoolPrediction, size: number): Markup {
  const { change, shared, blast, tenants } = pool
  return markup`<section><h2>${title(pool)}, ${sizeText(size, pool.perZone)}</h2>
${change && markup`<p><b>With ${sizeText(change.to, change.perZone)} the shards ${change.kind}.</b> ${change.advice}</p>`}
${shardMatrix(pool)}
<p class="more">${legend(pool)}. ${balanceText(pool)}</p></section>
${
  shared.length > 0 &&
  markup`<section><h2>Instances that two tenants share</h2>
${sharedMatrix(tenants, shared)}</section>`
}
<section><h2>When instances die</h2>
<p>${blastWords(tenants.length)}</p>
${blastCurve(blast, tenants.length)}
<div class="scroll"><table><thead><tr>${BLAST_HEADS.map(head => markup`<th scope="col" class="number">${head}</th>`)}</tr></thead>
<tbody>${blast.map(row => markup`<tr>${blastCells(row).map(cell => markup`<td class="number">${cell}</td>`)}</tr>`)}</tbody></table></div></section>`
}
