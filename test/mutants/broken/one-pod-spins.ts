import { goFile, type Mutant } from '../mutant.ts'

export const onePodSpins = {
  id: 'one-pod-spins',
  defect: 'one distributor spins for ever, on every core there is',
  edits: [],
  adds: {
    'cmd/mimir/mutant.go': goFile(
      'main',
      ['os', 'runtime'],
      `
func init() {
	if os.Getenv("ID") != "distributor-0" {
		return
	}
	go func() {
		for !mutantBroken() {
			time.Sleep(100 * time.Millisecond)
		}
		runtime.GOMAXPROCS(4 * runtime.NumCPU())
		for i := 0; i < 8*runtime.NumCPU(); i++ {
			go func() {
				for {
				}
			}()
		}
	}()
}`,
    ),
  },
  scenario: 'ingester-kill',
  foundBy: ['availability'],
} satisfies Mutant
