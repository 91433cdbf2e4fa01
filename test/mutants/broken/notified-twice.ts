import { goFile, type Mutant } from '../mutant.ts'

export const notifiedTwice = {
  id: 'notified-twice',
  defect: 'Alertmanagers find nothing in their log of notifications, and notify each time that they look at an alert',
  edits: [{ file: 'pkg/alertmanager/alertmanager.go', anchor: '\t\tam.nflog,', put: '\t\tmutantLog{am.nflog},' }],
  adds: {
    'pkg/alertmanager/mutant.go': goFile(
      'alertmanager',
      [
        'github.com/prometheus/alertmanager/nflog',
        'github.com/prometheus/alertmanager/nflog/nflogpb',
        'github.com/prometheus/alertmanager/notify',
      ],
      `
type mutantLog struct{ notify.NotificationLog }

func (m mutantLog) Query(params ...nflog.QueryParam) ([]*nflogpb.Entry, error) {
	if mutantBroken() {
		return nil, nflog.ErrNotFound
	}
	return m.NotificationLog.Query(params...)
}`,
    ),
  },
  scenario: 'rolling-restart',
  foundBy: ['alerts'],
} satisfies Mutant
