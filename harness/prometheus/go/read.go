package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"sort"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb"
	"github.com/prometheus/prometheus/tsdb/chunkenc"
)

// A block as its meta.json and its index say it.
type blockInfo struct {
	ULID    string `json:"ulid"`
	MinTime int64  `json:"minTime"`
	MaxTime int64  `json:"maxTime"`
	Series  uint64 `json:"series"`
	Samples uint64 `json:"samples"`
	Bytes   int64  `json:"bytes"`
	Index   string `json:"index"`
}

// What a series has of the ticks that were made.
type history struct {
	Series  string `json:"series"`
	Samples int64  `json:"samples"`
	Wrong   int64  `json:"wrong"`
	// The first and the last missing tick, ms since the epoch, and how many.
	Holes [][3]int64 `json:"holes"`
}

// A tick that was scraped: when it was stored, its number, and how many series have it.
type live struct {
	Time   int64   `json:"at"`
	Tick   float64 `json:"tick"`
	Series int     `json:"series"`
}

type reading struct {
	Blocks  []blockInfo `json:"blocks"`
	History []history   `json:"history"`
	Live    []live      `json:"live"`
}

func readTo(out, dir string, t ticks, blocksOnly bool) error {
	read, err := readTSDB(dir, t, blocksOnly)
	if err != nil {
		return err
	}
	text, err := json.Marshal(read)
	if err != nil {
		return err
	}
	return os.WriteFile(out, text, 0o644)
}

func readTSDB(dir string, t ticks, blocksOnly bool) (*reading, error) {
	if _, err := os.Stat(dir); err != nil {
		return nil, err
	}
	blocks, err := blocksIn(dir)
	if err != nil {
		return nil, err
	}
	read := &reading{Blocks: blocks, Live: []live{}}
	var queriers []storage.Querier
	// A folder of which nothing but blocks is left, or nothing at all.
	_, noWAL := os.Stat(filepath.Join(dir, "wal"))
	if blocksOnly || os.IsNotExist(noWAL) {
		for _, b := range blocks {
			if blocksOnly && b.MinTime >= t.until {
				continue
			}
			block, err := tsdb.OpenBlock(slog.New(slog.DiscardHandler), filepath.Join(dir, b.ULID), nil, nil)
			if err != nil {
				return nil, err
			}
			defer block.Close()
			querier, err := tsdb.NewBlockQuerier(block, math.MinInt64, math.MaxInt64)
			if err != nil {
				return nil, err
			}
			queriers = append(queriers, querier)
		}
	} else {
		sandbox, err := os.MkdirTemp(filepath.Dir(dir), ".tsdb-ticks-")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(sandbox)
		db, err := tsdb.OpenDBReadOnly(dir, sandbox, slog.New(slog.DiscardHandler))
		if err != nil {
			return nil, err
		}
		defer db.Close()
		querier, err := db.Querier(math.MinInt64, math.MaxInt64)
		if err != nil {
			return nil, err
		}
		queriers = append(queriers, querier)
	}
	querier := storage.NewMergeQuerier(queriers, nil, storage.ChainedSeriesMerge)
	defer querier.Close()
	return read, read.add(querier, t)
}

func (read *reading) add(querier storage.Querier, t ticks) error {
	type key struct {
		at   int64
		tick float64
	}
	scraped := map[key]int{}
	set := querier.Select(context.Background(), true, nil, labels.MustNewMatcher(labels.MatchEqual, "__name__", metric))
	var it chunkenc.Iterator
	for set.Next() {
		series := set.At()
		h := history{Series: series.Labels().Get("series"), Holes: [][3]int64{}}
		next := (t.from + t.step - 1) / t.step * t.step
		miss := func(to int64) {
			if to > next {
				h.Holes = append(h.Holes, [3]int64{next, to - t.step, (to - next) / t.step})
			}
		}
		it = series.Iterator(it)
		for kind := it.Next(); kind != chunkenc.ValNone; kind = it.Next() {
			at, value := it.At()
			if at >= t.until {
				scraped[key{at, value}]++
				continue
			}
			if at%t.step != 0 || value != float64(at/t.tick) {
				h.Wrong++
				continue
			}
			miss(at)
			next = at + t.step
			h.Samples++
		}
		if it.Err() != nil {
			return it.Err()
		}
		miss((t.until + t.step - 1) / t.step * t.step)
		read.History = append(read.History, h)
	}
	for k, n := range scraped {
		read.Live = append(read.Live, live{k.at, k.tick, n})
	}
	sort.Slice(read.Live, func(i, j int) bool { return read.Live[i].Time < read.Live[j].Time })
	return set.Err()
}

// The blocks of a TSDB by their time. What is no block is left out, as Prometheus does.
func blocksIn(dir string) ([]blockInfo, error) {
	metas, err := filepath.Glob(filepath.Join(dir, "*", "meta.json"))
	if err != nil {
		return nil, err
	}
	all := []blockInfo{}
	for _, path := range metas {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		var meta tsdb.BlockMeta
		if err := json.Unmarshal(text, &meta); err != nil {
			return nil, err
		}
		folder := filepath.Dir(path)
		index, err := sum(filepath.Join(folder, "index"))
		if err != nil {
			return nil, err
		}
		bytes := int64(0)
		filepath.Walk(folder, func(_ string, info os.FileInfo, err error) error {
			if err == nil && !info.IsDir() {
				bytes += info.Size()
			}
			return nil
		})
		s := meta.Stats
		all = append(all, blockInfo{meta.ULID.String(), meta.MinTime, meta.MaxTime, s.NumSeries, s.NumSamples, bytes, index})
	}
	sort.Slice(all, func(i, j int) bool { return all[i].MinTime < all[j].MinTime })
	return all, nil
}

func sum(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
