package main

import (
	"slices"
	"unsafe"

	"github.com/grafana/mimir/pkg/scheduler/queue/tree"

	_ "github.com/grafana/mimir/pkg/scheduler/queue"
)

// What the query-scheduler draws shards with is not exported. These are its own functions, by the names that the linker knows.

//go:linkname newAssignments github.com/grafana/mimir/pkg/scheduler/queue.newTenantQuerierAssignments
func newAssignments() unsafe.Pointer

//go:linkname addQuerier github.com/grafana/mimir/pkg/scheduler/queue.(*tenantQuerierShards).addQuerier
func addQuerier(assignments unsafe.Pointer, id string)

//go:linkname createOrUpdateTenant github.com/grafana/mimir/pkg/scheduler/queue.(*tenantQuerierShards).createOrUpdateTenant
func createOrUpdateTenant(assignments unsafe.Pointer, tenant string, size int) error

//go:linkname queriersForTenant github.com/grafana/mimir/pkg/scheduler/queue.(*tenantQuerierShards).queriersForTenant
func queriersForTenant(assignments unsafe.Pointer, tenant string) map[tree.QuerierID]struct{}

// schedulerShard gives the queriers of a tenant, ascending. A scheduler names none where it may be any.
func schedulerShard(queriers []string, tenant string, size int) []string {
	assignments := newAssignments()
	for _, id := range queriers {
		addQuerier(assignments, id)
	}
	must(createOrUpdateTenant(assignments, tenant, size))
	found := queriersForTenant(assignments, tenant)
	if found == nil {
		return slices.Sorted(slices.Values(queriers))
	}
	shard := []string{}
	for id := range found {
		shard = append(shard, string(id))
	}
	slices.Sort(shard)
	return shard
}
