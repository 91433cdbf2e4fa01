import { worst } from '../../harness/history/verdict.ts'
import { signs } from '../../harness/report/signs.ts'
import { workedHistories } from '../worked/index.ts'
import { linesOf } from '../worked/lines.ts'
import { type Found, judged, type Worked } from '../worked/worked.ts'
import { type Rule, rulesOf } from './rules.ts'
import { slugsOf } from './slug.ts'

/** Pieces of evidence of a finding that are shown. */
const SHOWN = 3

/**
 * docs/how-the-verdict-is-made.md: each rule with small histories, and what the judge finds in them.
 * @param verdictRules the text of docs/verdict-rules.md, whose order the page has
 */
export function workedPage(verdictRules: string): string {
  const byRule = Map.groupBy(workedHistories, it => it.rule)
  const sections = Map.groupBy(rulesOf(verdictRules), rule => rule.section)
  const written = [...sections].map(
    ([section, rules]) =>
      `## ${section}\n\n${rules.map(rule => ruleText(rule, byRule.get(rule.lead) ?? [])).join('\n\n')}`,
  )
  const names = [...sections.keys()]
  const slugs = slugsOf([TITLE, ...names]).slice(1)
  const contents = names.map((name, i) => `[${name}](#${slugs[i]})`).join(' · ')
  return `${head}\n\n${contents}\n\n${written.join('\n\n')}\n`
}

const TITLE = 'How the verdict is made'

const head = `# ${TITLE}

A small history for each of the [verdict rules](verdict-rules.md), and what is found in it. This page is made by \`npm run docs\`: the histories below are given to
the judge that judges every run, and what is quoted is what it said. How to add one: [which file do I touch](extending.md#a-rule-of-the-verdict).

- A run of these has two tenants, tenant-a and tenant-b, each with 4 series in 2 stripes. A write has one sample for each of the two series of its stripe. So
  one lost write is two lost samples.
- Load begins at 12:00:00.000. No path may be without a success for longer than 200 ms, where nothing else is said.
- A line of a history is an event, or several that say the same one after the other. The time is that of the first.
- Only one check is shown with each history: the one that the rule is about. The verdict of a run is the worst of all.`

const ruleText = ({ lead, text }: Rule, worked: readonly Worked[]): string =>
  [`### ${lead}`, sentence(lead, text), ...worked.map(historyText)].join('\n\n')

/** A rule's words as a sentence: its lead stands in the heading where it is no part of one. Links within the page lead to it. */
function sentence(lead: string, text: string): string {
  const rest = text.slice(`**${lead}**`.length).replaceAll('](#', '](verdict-rules.md#')
  const [, alone] = /^: (.*)$/s.exec(rest) ?? []
  return alone === undefined ? `${lead}${rest}` : `${alone.charAt(0).toUpperCase()}${alone.slice(1)}`
}

function historyText(worked: Worked): string {
  const { findings, told } = judged(worked)
  const lines = linesOf(worked.run, worked.history).join('\n')
  const nothing = findings.length === 0 ? [`No finding of \`${worked.check}\`.`] : []
  const whole = findings.length > 1 ? [`The verdict of all: **${worst(findings.map(f => f.verdict))}**.`] : []
  const said = [...findings.map(findingText), ...nothing, ...whole, ...told.map(escaped)].join('\n\n')
  return `${worked.what}\n\n\`\`\`text\n${lines}\n\`\`\`\n\n${said.replaceAll(/^/gm, '> ').replaceAll(/ +$/gm, '')}`
}

function findingText({ check, verdict, summary, evidence }: Found): string {
  const more = evidence.length > SHOWN ? [`and ${evidence.length - SHOWN} more`] : []
  const pieces = [...evidence.slice(0, SHOWN), ...more].map(text => `- ${escaped(text)}`)
  return [
    `${signs[verdict]} **${verdict}** by \`${check}\`: ${escaped(summary)}`,
    ...(pieces.length > 0 ? [pieces.join('\n')] : []),
  ].join('\n\n')
}

const escaped = (text: string): string => text.replaceAll(/[<>*]/g, c => `\\${c}`)
