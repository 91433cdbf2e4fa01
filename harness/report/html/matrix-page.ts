import { type Matrix, matrixCells, matrixHeads, matrixSummary } from '../matrix-table.ts'
import { markup } from './markup.ts'
import { page } from './page.ts'

/**
 * matrix-<scenario>.html: one file that opens offline. Each row leads to the report of its run.
 * @param paths from the page to the folders of the runs, by their ids
 */
export function matrixPage(matrix: Matrix, paths: ReadonlyMap<string, string>): string {
  const reportOf = (run: string) =>
    `${(paths.get(run) ?? run).split('/').map(encodeURIComponent).join('/')}/report.html`
  const verdictAt = matrixHeads.indexOf('verdict')
  // Sentences may break, names and numbers may not.
  const breaks = ['step', 'besides', 'not valid'].map(head => matrixHeads.indexOf(head))
  const rows = matrix.rows.map(row => {
    const cells = matrixCells(row).map((cell, i) =>
      i === verdictAt
        ? markup`<td class="name"><a class="chip ${row.verdict}" href="${reportOf(row.run)}">${cell}</a></td>`
        : markup`<td${!breaks.includes(i) && markup` class="name"`}>${cell}</td>`,
    )
    return markup`<tr>${cells}<td>${row.seed}</td></tr>`
  })
  return page(
    `${matrix.scenario} with a fault at a step · Mimir Gauntlet`,
    markup`<header>
<div class="top"><span class="brand">Mimir Gauntlet</span><span class="id">${matrix.scenario} with a fault at a step</span><button type="button" id="theme" aria-label="Switch between light and dark">light / dark</button></div>
</header>
<section><h1>${matrix.title}</h1>
<p class="proves">A row for each fault of each run: the scenario as it stands, and a fault at that step, alone or with others besides. ${matrixSummary(matrix)}.</p></section>
<section><h2>Combinations</h2><div class="scroll"><table><thead><tr>${[...matrixHeads, 'seed'].map(head => markup`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>
<p class="more">A gap is the longest time between two successes of a path and tenant. A valid run with several faults proves each of them; one that is not valid does not tell which it was, so a run with that fault alone decides. A verdict leads to the report of its run.</p></section>`,
  )
}
