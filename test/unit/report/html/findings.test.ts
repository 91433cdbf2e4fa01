import { expect, test } from 'vitest'
import { details } from '../../../../harness/report/html/detail.ts'
import { findings } from '../../../../harness/report/html/findings.ts'
import { sampleVerdict } from '../sample-run.ts'

const scale = { from: 1000, to: 41_000, buckets: 500 }
const finding = (evidence: (typeof sampleVerdict.findings)[number]['evidence']) => ({
  ...sampleVerdict,
  findings: [{ check: 'loss', verdict: 'invalid' as const, summary: 'samples <lost>', evidence }],
})

test('evidence with a time is a link into the timeline, kept within it; other evidence is text', () => {
  const evidence = [
    { kind: 'lost', text: 'an interval', from: 2000, to: 99_000 },
    { kind: 'lost', text: 'a moment', from: 500 },
    { kind: 'few', text: 'no time' },
  ]
  expect(findings(finding(evidence), {}, scale, details[0]!).markup).toMatchInlineSnapshot(
    `"<section id="findings"><h2>Findings</h2><ul class="findings"><li class="finding invalid" id="loss"><p><span class="chip invalid">✗ invalid</span><b>loss</b><span>samples &lt;lost&gt;</span></p><ol><li><a class="evidence" id="loss-1" href="#loss-1" data-from="1000" data-to="40000"><span class="kind">lost</span><span class="text">an interval</span><span class="when">+1.000 s to +40.000 s (39.0 s)<span aria-hidden="true"> ↓</span></span></a></li><li><a class="evidence" id="loss-2" href="#loss-2" data-from="0" data-to="0"><span class="kind">lost</span><span class="text">a moment</span><span class="when">+0.000 s<span aria-hidden="true"> ↓</span></span></a></li><li id="loss-3"><div class="evidence"><span class="kind">few</span><span class="text">no time</span></div></li></ol></li></ul><h3>Excludes</h3><p class="note">What these findings exclude: a defect that is more frequent, or lasts longer, would have been seen.</p><dl class="excludes"><dt>lost write requests</dt><dd>fewer than 1 in 2,233 (95 %); tenant-c 1 in 743</dd><dt>samples that come late to reads</dt><dd>from 4 ms on; half of the reads 31 ms</dd></dl></section>"`,
  )
})

test('after the sixth evidences are folded, after the limit only counted', () => {
  const many = Array.from({ length: 100 }, (_, i) => ({ kind: 'lost', text: `sample ${i}` }))
  const { markup } = findings(finding(many), {}, scale, details[0]!)
  expect([
    markup.match(/<li id=/g)?.length,
    markup.match(/<summary>.*?<\/summary>|and .*? more in verdict.json/g),
  ]).toEqual([60, ['<summary>54 more</summary>', 'and 40 more in verdict.json']])
})
