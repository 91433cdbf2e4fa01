package main

import (
	"context"
	"log/slog"
	"strconv"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb"
)

const hour = int64(3_600_000)

// The ranges of blocks that Prometheus has under a retention of 180 days: 2 h times powers of 3, up to a tenth of the retention (cmd/prometheus/main.go,
// tsdb.ExponentialBlockRanges).
var ranges = []int64{162 * hour, 54 * hour, 18 * hour, 6 * hour, 2 * hour}

// Samples between two commits.
const batch = 20_000

// What a block spans.
type span struct{ from, to int64 }

// The blocks that Prometheus would have made of a time by the end of it: the largest aligned range that is over, again and again.
func spansOf(from, until int64) []span {
	var all []span
	for at := from; at < until; {
		// A beginning or an end that is not aligned: up to the next full two hours.
		to := min(until, at-at%(2*hour)+2*hour)
		for _, r := range ranges {
			if at%r == 0 && at+r <= until {
				to = at + r
				break
			}
		}
		all = append(all, span{at, to})
		at = to
	}
	return all
}

func makeBlocks(dir string, t ticks) error {
	for _, s := range spansOf(t.from, t.until) {
		if err := makeBlock(dir, s, t); err != nil {
			return err
		}
	}
	return nil
}

func makeBlock(dir string, s span, t ticks) error {
	writer, err := tsdb.NewBlockWriter(slog.New(slog.DiscardHandler), dir, 2*ranges[0])
	if err != nil {
		return err
	}
	defer writer.Close()
	ctx := context.Background()
	refs := make([]storage.SeriesRef, t.series)
	app := writer.Appender(ctx)
	pending, any := 0, false
	for at := (s.from + t.step - 1) / t.step * t.step; at < s.to; at += t.step {
		for i := range refs {
			if refs[i], err = app.Append(refs[i], seriesLabels(i), at, float64(at/t.tick)); err != nil {
				return err
			}
		}
		any = true
		if pending += t.series; pending >= batch {
			if err := app.Commit(); err != nil {
				return err
			}
			app, pending = writer.Appender(ctx), 0
		}
	}
	if err := app.Commit(); err != nil {
		return err
	}
	if !any {
		return nil
	}
	_, err = writer.Flush(ctx)
	return err
}

// The labels that a scrape gives the same series.
func seriesLabels(i int) labels.Labels {
	return labels.FromStrings("__name__", metric, "instance", "target", "job", "ticks", "series", strconv.Itoa(i))
}
