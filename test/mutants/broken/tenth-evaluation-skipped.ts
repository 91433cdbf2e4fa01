import { goFile, type Mutant } from '../mutant.ts'

export const tenthEvaluationSkipped = {
  id: 'tenth-evaluation-skipped',
  defect: 'rulers skip every tenth evaluation of a group',
  edits: [
    {
      file: 'pkg/ruler/manager.go',
      anchor: 'r.cfg.ExternalURL.String(), nil)',
      put: 'r.cfg.ExternalURL.String(), mutantEvaluate())',
    },
  ],
  adds: {
    'pkg/ruler/mutant.go': goFile(
      'ruler',
      ['context', 'sync', 'github.com/prometheus/prometheus/rules'],
      `
func mutantEvaluate() rules.GroupEvalIterationFunc {
	var mx sync.Mutex
	done := map[string]int{}
	return func(ctx context.Context, g *rules.Group, at time.Time) {
		mx.Lock()
		done[g.Name()]++
		skip := mutantBroken() && done[g.Name()]%10 == 0
		mx.Unlock()
		if !skip {
			rules.DefaultEvalIterationFunc(ctx, g, at)
		}
	}
}`,
    ),
  },
  scenario: 'ingester-kill',
  foundBy: ['rules'],
} satisfies Mutant
