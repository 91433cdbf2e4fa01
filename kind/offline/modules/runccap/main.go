// runccap is runc for a root user who lacks capabilities: an engine asks for
// every capability there is, and runc refuses when one is not in the bounding
// set of the machine. This wrapper drops those from what is asked for and
// becomes runc.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// names has the capabilities in the order of their numbers (linux/capability.h).
var names = strings.Fields(`CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP
	LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO
	SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD
	LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ
	PERFMON BPF CHECKPOINT_RESTORE`)

func main() {
	for _, file := range files(os.Args[1:]) {
		if err := restrict(file); err != nil {
			fail(err)
		}
	}
	runc, err := exec.LookPath("runc")
	if err != nil {
		fail(err)
	}
	fail(syscall.Exec(runc, append([]string{runc}, os.Args[1:]...), os.Environ()))
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "runccap:", err)
	os.Exit(1)
}

// files gives the files that say which capabilities a command of runc asks
// for: the bundle's config.json, or the process file of an exec.
func files(args []string) []string {
	command := ""
	var found []string
	for i, arg := range args {
		flag, value, joined := strings.Cut(arg, "=")
		if !joined && i+1 < len(args) {
			value = args[i+1]
		}
		switch {
		case command == "" && (arg == "create" || arg == "run" || arg == "exec"):
			command = arg
		case (flag == "--bundle" || flag == "-b") && (command == "create" || command == "run"):
			found = append(found, filepath.Join(value, "config.json"))
		case (flag == "--process" || flag == "-p") && command == "exec":
			found = append(found, value)
		}
	}
	return found
}

// restrict takes out of a config.json or process file what cannot be had.
func restrict(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var spec map[string]any
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	// Resource limits do not fit a float.
	decoder.UseNumber()
	if err := decoder.Decode(&spec); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	process := spec
	if inner, ok := spec["process"].(map[string]any); ok {
		process = inner
	}
	sets, _ := process["capabilities"].(map[string]any)
	have, err := bounding()
	if err != nil {
		return err
	}
	for name, set := range sets {
		asked, _ := set.([]any)
		granted := []any{}
		for _, capability := range asked {
			if s, _ := capability.(string); have[s] {
				granted = append(granted, capability)
			}
		}
		sets[name] = granted
	}
	if text, err = json.Marshal(spec); err != nil {
		return err
	}
	return os.WriteFile(file, text, 0o600)
}

// bounding gives the capabilities that this process can have at all.
func bounding() (map[string]bool, error) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return nil, err
	}
	_, rest, _ := strings.Cut(string(status), "CapBnd:")
	line, _, _ := strings.Cut(rest, "\n")
	bits, err := strconv.ParseUint(strings.TrimSpace(line), 16, 64)
	if err != nil {
		return nil, err
	}
	have := map[string]bool{}
	for i, name := range names {
		if bits>>i&1 == 1 {
			have["CAP_"+name] = true
		}
	}
	return have, nil
}
