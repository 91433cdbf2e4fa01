// kindnetd gives the nodes of a kind cluster a pod network, under the name of
// kind's own daemon, whose source no package registry has. On each node it
//   - writes the CNI configuration for the node's part of the pod network,
//   - keeps a route to every other node's part,
//   - masquerades what pods send to anything outside of the pod network,
//   - refuses everything that would leave the cluster.
//
// It knows nothing of network policies.
package main

import (
	"context"
	"fmt"
	"log"
	"net"
	"os"
	"time"

	"github.com/vishvananda/netlink"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

// A watch that says nothing for this long is replaced: watches die silently.
const patience = 30 * time.Second

func main() {
	if err := run(context.Background()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context) error {
	client, err := connect()
	if err != nil {
		return err
	}
	// kind's manifest sets these.
	_, pods, err := net.ParseCIDR(os.Getenv("POD_SUBNET"))
	if err != nil {
		return err
	}
	self := os.Getenv("HOST_IP")
	nodes, err := networkOf(net.ParseIP(self))
	if err != nil {
		return err
	}
	if err := applyRules(pods, nodes); err != nil {
		return fmt.Errorf("nftables: %w", err)
	}
	for {
		if err := follow(ctx, client, self); err != nil {
			log.Print(err)
			time.Sleep(time.Second)
		}
	}
}

func connect() (kubernetes.Interface, error) {
	config, err := rest.InClusterConfig()
	if err != nil {
		return nil, err
	}
	// The address of the service does not work before kube-proxy does, and
	// kube-proxy is no older than this.
	if endpoint := os.Getenv("CONTROL_PLANE_ENDPOINT"); endpoint != "" {
		config.Host = "https://" + endpoint
	}
	return kubernetes.NewForConfig(config)
}

// follow connects to all nodes there are, and to those that come, until it is
// time to look at all of them again.
func follow(ctx context.Context, client kubernetes.Interface, self string) error {
	list, err := client.CoreV1().Nodes().List(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	for _, node := range list.Items {
		if err := join(&node, self); err != nil {
			return err
		}
	}
	watch, err := client.CoreV1().Nodes().Watch(ctx, metav1.ListOptions{ResourceVersion: list.ResourceVersion})
	if err != nil {
		return err
	}
	defer watch.Stop()
	enough := time.After(patience)
	for {
		select {
		case event, open := <-watch.ResultChan():
			if !open {
				return nil
			}
			if node, ok := event.Object.(*corev1.Node); ok {
				if err := join(node, self); err != nil {
					return err
				}
			}
		case <-enough:
			return nil
		}
	}
}

// join gives this node its CNI configuration, or a route to another node.
func join(node *corev1.Node, self string) error {
	address := addressOf(node)
	if address == "" || node.Spec.PodCIDR == "" {
		return nil
	}
	if address == self {
		return writeConfig(node.Spec.PodCIDR)
	}
	_, pods, err := net.ParseCIDR(node.Spec.PodCIDR)
	if err != nil {
		return err
	}
	return netlink.RouteReplace(&netlink.Route{Dst: pods, Gw: net.ParseIP(address)})
}

func addressOf(node *corev1.Node) string {
	for _, address := range node.Status.Addresses {
		if address.Type == corev1.NodeInternalIP {
			return address.Address
		}
	}
	return ""
}

// networkOf gives the network of the interface that has an address.
func networkOf(ip net.IP) (*net.IPNet, error) {
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		return nil, err
	}
	for _, address := range addresses {
		if network, ok := address.(*net.IPNet); ok && network.IP.Equal(ip) {
			return &net.IPNet{IP: network.IP.Mask(network.Mask), Mask: network.Mask}, nil
		}
	}
	return nil, fmt.Errorf("no interface has the address %v", ip)
}
