// Prints random rings, and whose shard is in them, and who holds a key there, as dskit and Mimir's query-scheduler say it, one JSON object a line:
//
//	reference -seed 1 -rings 400 -cases 250
//
// A line with `members` is a ring; the lines behind it are cases of that ring. A line with `queriers` stands alone.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"time"

	"github.com/go-kit/log"
	"github.com/grafana/dskit/kv/consul"
	"github.com/grafana/dskit/ring"
	"github.com/grafana/dskit/services"
)

// A moment that stays, so that the same seed gives the same cases.
const now = 1_800_000_000

type member struct {
	ID           string   `json:"id"`
	Zone         string   `json:"zone"`
	Tokens       []uint32 `json:"tokens"`
	RegisteredAt int64    `json:"registeredAt"`
	ReadOnly     bool     `json:"readOnly"`
	UpdatedAt    int64    `json:"readOnlyUpdatedAt"`
}

type ringLine struct {
	ZoneAware bool     `json:"zoneAware"`
	Members   []member `json:"members"`
}

type caseLine struct {
	Tenant   string `json:"tenant"`
	Size     int    `json:"size"`
	Lookback int64  `json:"lookback"`
	// Indices of members.
	Shard []int `json:"shard"`
	// A key, and who of the shard holds it, in the order of the ring; nobody where dskit finds too few to answer.
	Key    uint32 `json:"key"`
	Owners []int  `json:"owners"`
}

type querierLine struct {
	Queriers []string `json:"queriers"`
	Tenant   string   `json:"tenant"`
	Size     int      `json:"size"`
	Shard    []string `json:"shard"`
}

func main() {
	seed := flag.Uint64("seed", 1, "decides everything")
	rings := flag.Int("rings", 10, "how many rings")
	cases := flag.Int("cases", 10, "cases of each ring")
	flag.Parse()
	random := rand.New(rand.NewPCG(*seed, 0))
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	lines := json.NewEncoder(out)
	for range *rings {
		line := randomRing(random)
		must(lines.Encode(line))
		real := started(line)
		for range *cases {
			must(lines.Encode(randomCase(random, line, real)))
		}
		must(lines.Encode(randomQueriers(random)))
	}
}

func randomRing(random *rand.Rand) ringLine {
	zones := []string{"", "", "zone-a", "zone-b", "zone-c", "zone-d"}
	some := 1 + random.IntN(4)
	aware := random.IntN(4) > 0
	line := ringLine{ZoneAware: aware, Members: []member{}}
	readOnly, old := random.IntN(3) == 0, random.IntN(3) > 0
	taken := map[uint32]bool{}
	for i := range 1 + random.IntN(40) {
		m := member{ID: fmt.Sprintf("ingester-%d", i), RegisteredAt: now - 1 - random.Int64N(7200)}
		if aware {
			m.Zone = zones[2+random.IntN(some)]
		}
		if old {
			m.RegisteredAt -= 7200 * random.Int64N(2)
		}
		if random.IntN(100) == 0 {
			m.RegisteredAt = 0
		}
		if readOnly && random.IntN(4) == 0 {
			m.ReadOnly = random.IntN(2) == 0
			m.UpdatedAt = now - random.Int64N(14400)
			if random.IntN(5) == 0 {
				m.UpdatedAt = 0
			}
		}
		for len(m.Tokens) < 1+random.IntN(32) {
			if token := random.Uint32(); !taken[token] {
				taken[token] = true
				m.Tokens = append(m.Tokens, token)
			}
		}
		slices.Sort(m.Tokens)
		line.Members = append(line.Members, m)
	}
	return line
}

// started gives dskit's own ring with these members.
func started(line ringLine) *ring.Ring {
	ctx := context.Background()
	desc := ring.NewDesc()
	for _, m := range line.Members {
		desc.Ingesters[m.ID] = ring.InstanceDesc{
			Id: m.ID, Addr: m.ID, Zone: m.Zone, Tokens: m.Tokens, State: ring.ACTIVE, Timestamp: time.Now().Unix(),
			RegisteredTimestamp: m.RegisteredAt, ReadOnly: m.ReadOnly, ReadOnlyUpdatedTimestamp: m.UpdatedAt,
		}
	}
	store, _ := consul.NewInMemoryClient(ring.GetCodec(), log.NewNopLogger(), nil)
	must(store.CAS(ctx, "ring", func(any) (any, bool, error) { return desc, true, nil }))
	cfg := ring.Config{HeartbeatTimeout: time.Hour, ReplicationFactor: 3, ZoneAwarenessEnabled: line.ZoneAware, SubringCacheDisabled: true}
	real, err := ring.NewWithStoreClientAndStrategy(cfg, "of-the-test", "ring", store, ring.NewDefaultReplicationStrategy(), nil, log.NewNopLogger())
	must(err)
	must(services.StartAndAwaitRunning(ctx, real))
	return real
}

func randomCase(random *rand.Rand, line ringLine, real *ring.Ring) caseLine {
	c := caseLine{Tenant: tenant(random), Size: random.IntN(len(line.Members) + 3), Shard: []int{}, Key: random.Uint32(), Owners: []int{}}
	if random.IntN(2) == 0 {
		c.Lookback = 1 + random.Int64N(10_000)
	}
	// The sub-ring without a lookback looks at the clock only for its lookback, which is 0.
	var shard ring.ReadRing = real.ShuffleShard(c.Tenant, c.Size)
	if c.Lookback > 0 {
		shard = real.ShuffleShardWithLookback(c.Tenant, c.Size, time.Duration(c.Lookback)*time.Second, time.Unix(now, 0))
	}
	for i, m := range line.Members {
		if shard.HasInstance(m.ID) {
			c.Shard = append(c.Shard, i)
		}
	}
	if set, err := shard.Get(c.Key, ring.WriteNoExtend, nil, nil, nil); err == nil {
		for _, instance := range set.Instances {
			c.Owners = append(c.Owners, slices.IndexFunc(line.Members, func(m member) bool { return m.ID == instance.Id }))
		}
	}
	return c
}

func tenant(random *rand.Rand) string { return fmt.Sprintf("tenant-%d", random.IntN(1_000_000)) }

func randomQueriers(random *rand.Rand) querierLine {
	line := querierLine{Queriers: []string{}, Tenant: tenant(random)}
	for i := range 1 + random.IntN(60) {
		line.Queriers = append(line.Queriers, fmt.Sprintf("querier-%d-%x", i, random.Uint32()))
	}
	line.Size = random.IntN(len(line.Queriers) + 2)
	line.Shard = schedulerShard(line.Queriers, line.Tenant, line.Size)
	return line
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
