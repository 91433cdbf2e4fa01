import { goFile, type Mutant } from '../mutant.ts'

export const allPodsBurn = {
  id: 'all-pods-burn',
  defect: 'all pods burn all cores for 2.5 s in every 15 s, all at the same time',
  edits: [],
  adds: {
    'cmd/mimir/mutant.go': goFile(
      'main',
      ['runtime'],
      `
func init() {
	go func() {
		for {
			time.Sleep(20 * time.Millisecond)
			if phase := time.Now().UnixMilli() % 15000; phase > 100 || !mutantBroken() {
				continue
			}
			runtime.GOMAXPROCS(runtime.NumCPU() + 1)
			until := time.Now().Add(2500 * time.Millisecond)
			for i := 0; i < runtime.NumCPU(); i++ {
				go func() {
					for time.Now().Before(until) {
					}
				}()
			}
			time.Sleep(3 * time.Second)
		}
	}()
}`,
    ),
  },
  scenario: 'ingester-kill',
  foundBy: ['availability'],
} satisfies Mutant
