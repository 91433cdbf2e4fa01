// Command tsdb-ticks makes and reads TSDBs whose samples are ticks: of the metric gauntlet_tick, with the label series, each sample has as its value the
// number of its tick, which is its time in milliseconds divided by the length of a tick. So every sample says by itself whether it is the right one.
//
//	tsdb-ticks make -dir D -from MS -until MS -step MS -tick MS -series N
//	tsdb-ticks read -dir D -until MS -step MS -tick MS -out FILE [-blocks]
package main

import (
	"flag"
	"fmt"
	"os"
)

// What the linker fills in: the version of Prometheus whose TSDB this is.
var (
	Version  = "unknown"
	Revision = "unknown"
)

// The metric that is made and read.
const metric = "gauntlet_tick"

// Ticks of a TSDB: until `until` (ms since the epoch) they are `step` ms apart; after that they come as they were scraped.
type ticks struct {
	from, until, step, tick int64
	series                  int
}

func main() {
	if len(os.Args) < 2 {
		fail(fmt.Errorf("expected make or read"))
	}
	var t ticks
	var dir, out string
	var blocksOnly bool
	flags := flag.NewFlagSet(os.Args[1], flag.ExitOnError)
	flags.StringVar(&dir, "dir", "", "the folder of the TSDB")
	flags.Int64Var(&t.from, "from", 0, "the first tick, ms since the epoch")
	flags.Int64Var(&t.until, "until", 0, "the end of the ticks that were made, ms since the epoch")
	flags.Int64Var(&t.step, "step", 60_000, "ms from one tick that was made to the next")
	flags.Int64Var(&t.tick, "tick", 100, "ms of a tick")
	flags.IntVar(&t.series, "series", 20, "how many series to make")
	flags.StringVar(&out, "out", "", "the file for what was read")
	flags.BoolVar(&blocksOnly, "blocks", false, "read no WAL, and no block that ends after -until: the TSDB may be in use")
	switch os.Args[1] {
	case "version":
		fmt.Printf("tsdb-ticks, version %s (branch: go-module, revision: %s)\n", Version, Revision)
	case "make":
		flags.Parse(os.Args[2:])
		fail(makeBlocks(dir, t))
	case "read":
		flags.Parse(os.Args[2:])
		fail(readTo(out, dir, t, blocksOnly))
	default:
		fail(fmt.Errorf("%s is not known: expected make or read", os.Args[1]))
	}
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "tsdb-ticks:", err)
		os.Exit(1)
	}
}
