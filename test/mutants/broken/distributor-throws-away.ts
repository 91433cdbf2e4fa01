import { goFile, type Mutant } from '../mutant.ts'

/**
 * Distributors that take something out of each write request `req` before they go on with it.
 * @param imports packages that `code` needs beside mimirpb and time
 */
export const distributorThrowsAway = (imports: readonly string[], code: string): Pick<Mutant, 'edits' | 'adds'> => ({
  edits: [
    {
      file: 'pkg/distributor/distributor.go',
      anchor: 'span.SetAttributes(attribute.String("user", userID))',
      put: 'mutantThrowsAway(req)\n\t$&',
    },
  ],
  adds: {
    'pkg/distributor/mutant.go': goFile(
      'distributor',
      ['github.com/grafana/mimir/pkg/mimirpb', ...imports],
      `
func mutantThrowsAway(req *mimirpb.WriteRequest) {
	if !mutantBroken() {
		return
	}
${code.trim()}
}`,
    ),
  },
})
