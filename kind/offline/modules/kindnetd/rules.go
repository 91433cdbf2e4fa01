package main

import (
	"net"
	"slices"

	"github.com/google/nftables"
	"github.com/google/nftables/expr"
)

// Offsets in the header of an IPv4 packet.
const (
	source      = 12
	destination = 16
)

// ICMP code 13: communication administratively prohibited (RFC 1812). The
// caller's connect fails at once.
const prohibited = 13

// applyRules makes the node's firewall, and changes it in one step:
//
//	postrouting: ip saddr PODS ip daddr != PODS masquerade
//	output, forward: ip daddr != PODS ip daddr != NODES ip daddr != loopback reject
//
// The second is why nothing that is tested in the cluster, and nothing that
// goes wrong in it, can reach anybody outside.
func applyRules(pods, nodes *net.IPNet) error {
	connection := &nftables.Conn{}
	table := connection.AddTable(&nftables.Table{Family: nftables.TableFamilyIPv4, Name: "kindnet"})
	connection.FlushTable(table)

	postrouting := connection.AddChain(&nftables.Chain{
		Name: "postrouting", Table: table, Type: nftables.ChainTypeNAT,
		Hooknum: nftables.ChainHookPostrouting, Priority: nftables.ChainPriorityNATSource,
	})
	connection.AddRule(&nftables.Rule{Table: table, Chain: postrouting, Exprs: slices.Concat(
		match(source, expr.CmpOpEq, pods),
		match(destination, expr.CmpOpNeq, pods),
		[]expr.Any{&expr.Masq{}},
	)})

	loopback := &net.IPNet{IP: net.IPv4(127, 0, 0, 0), Mask: net.CIDRMask(8, 32)}
	for name, hook := range map[string]*nftables.ChainHook{
		"output":  nftables.ChainHookOutput,
		"forward": nftables.ChainHookForward,
	} {
		chain := connection.AddChain(&nftables.Chain{
			Name: name, Table: table, Type: nftables.ChainTypeFilter,
			Hooknum: hook, Priority: nftables.ChainPriorityFilter,
		})
		connection.AddRule(&nftables.Rule{Table: table, Chain: chain, Exprs: slices.Concat(
			match(destination, expr.CmpOpNeq, pods),
			match(destination, expr.CmpOpNeq, nodes),
			match(destination, expr.CmpOpNeq, loopback),
			[]expr.Any{&expr.Counter{}, &expr.Reject{Type: 0, Code: prohibited}},
		)})
	}
	return connection.Flush()
}

// match compares the network part of an address in the packet's header.
func match(offset uint32, op expr.CmpOp, network *net.IPNet) []expr.Any {
	return []expr.Any{
		&expr.Payload{DestRegister: 1, Base: expr.PayloadBaseNetworkHeader, Offset: offset, Len: 4},
		&expr.Bitwise{SourceRegister: 1, DestRegister: 1, Len: 4, Mask: network.Mask, Xor: make([]byte, 4)},
		&expr.Cmp{Op: op, Register: 1, Data: network.IP.To4()},
	}
}
