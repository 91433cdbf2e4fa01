// Command tiny stores what it is sent: the smallest product that the harness can prove something of. It keeps one line for each item in a file of its
// volume, which is on the disk before the answer is given, and knows them again when it is started.
//
// Its environment says where it listens and keeps its data: IP, HTTP_PORT, DATA. POST /eat/64 makes it use 64 MiB more, POST /spin/500 half a second of
// CPU time, and POST /sick answer 503 to GET /healthy from then on, as it does in the time SLOW_START (500ms) after its start. GET /who tells its user
// and group, GET /ask?url=... what it is answered there within half a second.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// Items that are stored, each once.
type store struct {
	mu    sync.RWMutex
	items []string
	file  *os.File
}

func open(path string) (*store, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	s := &store{file: file}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		s.items = append(s.items, lines.Text())
	}
	return s, lines.Err()
}

// Appends an item, and returns when it is on the disk.
func (s *store) put(item string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := fmt.Fprintln(s.file, item); err != nil {
		return err
	}
	if err := s.file.Sync(); err != nil {
		return err
	}
	s.items = append(s.items, item)
	return nil
}

func (s *store) all() []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return append([]string{}, s.items...)
}

// CPU time that this process has had.
func cpuTime() time.Duration {
	var usage syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func main() {
	s, err := open(filepath.Join(os.Getenv("DATA"), "items"))
	if err != nil {
		log.Fatal(err)
	}
	http.HandleFunc("GET /ready", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ready") })
	http.HandleFunc("POST /items/{item}", func(w http.ResponseWriter, r *http.Request) {
		if err := s.put(r.PathValue("item")); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
	http.HandleFunc("GET /items/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("content-type", "application/json")
		json.NewEncoder(w).Encode(s.all())
	})
	var eaten [][]byte
	http.HandleFunc("POST /eat/{mib}", func(w http.ResponseWriter, r *http.Request) {
		mib, err := strconv.Atoi(r.PathValue("mib"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		food := make([]byte, mib<<20)
		for i := 0; i < len(food); i += 4096 {
			food[i] = 1
		}
		eaten = append(eaten, food)
		w.WriteHeader(http.StatusNoContent)
	})
	http.HandleFunc("POST /spin/{ms}", func(w http.ResponseWriter, r *http.Request) {
		ms, err := strconv.Atoi(r.PathValue("ms"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		for begin := cpuTime(); cpuTime()-begin < time.Duration(ms)*time.Millisecond; {
		}
		w.WriteHeader(http.StatusNoContent)
	})
	var sick atomic.Bool
	slow, _ := time.ParseDuration(os.Getenv("SLOW_START"))
	begin := time.Now()
	http.HandleFunc("POST /sick", func(w http.ResponseWriter, _ *http.Request) {
		sick.Store(true)
		w.WriteHeader(http.StatusNoContent)
	})
	http.HandleFunc("GET /healthy", func(w http.ResponseWriter, _ *http.Request) {
		if sick.Load() || time.Since(begin) < slow {
			http.Error(w, "sick", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "healthy")
	})
	http.HandleFunc("GET /who", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, "%d:%d\n", os.Getuid(), os.Getgid())
	})
	http.HandleFunc("GET /ask", func(w http.ResponseWriter, r *http.Request) {
		client := http.Client{Timeout: 500 * time.Millisecond}
		answer, err := client.Get(r.URL.Query().Get("url"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer answer.Body.Close()
		w.WriteHeader(answer.StatusCode)
	})
	http.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, "# TYPE tiny_items gauge\ntiny_items %d\n", len(s.all()))
	})

	server := &http.Server{Addr: net.JoinHostPort(os.Getenv("IP"), os.Getenv("HTTP_PORT"))}
	stop, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer cancel()
	go func() {
		<-stop.Done()
		late, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		server.Shutdown(late)
	}()
	log.Printf("tiny listens on %s with %d items", server.Addr, len(s.all()))
	if err := server.ListenAndServe(); err != http.ErrServerClosed {
		log.Fatal(err)
	}
}
