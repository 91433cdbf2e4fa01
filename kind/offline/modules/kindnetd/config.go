package main

import (
	"encoding/json"
	"os"
)

const configFile = "/etc/cni/net.d/10-kindnet.conflist"

// writeConfig tells the container runtime how to connect pods: a cable each,
// an address out of the node's part of the pod network, and host ports. It
// appears in one piece, since the runtime reads it as soon as it is there.
func writeConfig(pods string) error {
	type object map[string]any
	text, err := json.MarshalIndent(object{
		"cniVersion": "0.3.1",
		"name":       "kindnet",
		"plugins": []object{
			{
				"type":   "ptp",
				"ipMasq": false,
				"mtu":    1500,
				"ipam": object{
					"type":    "host-local",
					"dataDir": "/run/cni-ipam-state",
					"routes":  []object{{"dst": "0.0.0.0/0"}},
					"ranges":  [][]object{{{"subnet": pods}}},
				},
			},
			{"type": "portmap", "capabilities": object{"portMappings": true}},
		},
	}, "", "  ")
	if err != nil {
		return err
	}
	if there, err := os.ReadFile(configFile); err == nil && string(there) == string(text) {
		return nil
	}
	if err := os.WriteFile(configFile+".tmp", text, 0o644); err != nil {
		return err
	}
	return os.Rename(configFile+".tmp", configFile)
}
