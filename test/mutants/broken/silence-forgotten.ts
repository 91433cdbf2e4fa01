import { goFile, type Mutant } from '../mutant.ts'

export const silenceForgotten = {
  id: 'silence-forgotten',
  defect: 'Alertmanagers forget silences that are older than 25 s',
  edits: [
    {
      file: 'pkg/alertmanager/alertmanager.go',
      anchor: 'am.silences.SetBroadcast(c.Broadcast)',
      put: '$&\n\tgo mutantForget(am.silences, am.maintenanceStop)',
    },
  ],
  adds: {
    'pkg/alertmanager/mutant.go': goFile(
      'alertmanager',
      ['context', 'github.com/prometheus/alertmanager/silence', 'github.com/prometheus/alertmanager/types'],
      `
func mutantForget(all *silence.Silences, stop <-chan struct{}) {
	for {
		select {
		case <-stop:
			return
		case <-time.After(time.Second):
		}
		if !mutantBroken() {
			continue
		}
		active, _, _ := all.Query(context.Background(), silence.QState(types.SilenceStateActive))
		for _, it := range active {
			if time.Since(it.UpdatedAt) > 25*time.Second {
				_ = all.Expire(context.Background(), it.Id)
			}
		}
	}
}`,
    ),
  },
  scenario: 'rolling-restart',
  foundBy: ['alerts'],
} satisfies Mutant
