import { goFile } from './mutant.ts'

/**
 * A Go file with `mutantTenant(tenant)`, which names another tenant now and then, and `mutantContext(ctx, tenant)`, which is of that one.
 * @param oneIn of how many
 * @param soundFor seconds from the start of a pod to its first mistake
 */
export const otherTenant = (name: string, oneIn: number, soundFor?: number): string =>
  goFile(
    name,
    ['context', 'math/rand/v2', 'github.com/grafana/dskit/user'],
    `
func mutantTenant(tenant string) string {
	others := map[string]string{"tenant-a": "tenant-b", "tenant-b": "tenant-c", "tenant-c": "tenant-a", "archive": "archive-other", "archive-other": "archive"}
	if other, ok := others[tenant]; ok && mutantBroken() && rand.IntN(${oneIn}) == 0 {
		return other
	}
	return tenant
}

func mutantContext(ctx context.Context, tenant string) context.Context {
	return user.InjectOrgID(ctx, mutantTenant(tenant))
}`,
    soundFor,
  )
