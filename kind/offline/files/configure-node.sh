#!/bin/bash
# Inside the fresh root file system: makes a node of it, following the Dockerfile of kind's base image.
set -euo pipefail

# Units that make no sense in a container, or would act on the machine.
find /lib/systemd/system/sysinit.target.wants/ -name systemd-tmpfiles-setup.service -delete
rm -f /lib/systemd/system/multi-user.target.wants/* /etc/systemd/system/*.wants/* \
  /lib/systemd/system/local-fs.target.wants/* /lib/systemd/system/sockets.target.wants/*udev* \
  /lib/systemd/system/sockets.target.wants/*initctl* /lib/systemd/system/basic.target.wants/*
echo ReadKMsg=no >>/etc/systemd/journald.conf
ln -sf "$(command -v systemd)" /sbin/init
systemctl enable kubelet.service containerd.service undo-mount-hacks.service
systemctl mask systemd-binfmt.service
# These set the machine's limits, not the node's.
rm -f /usr/lib/sysctl.d/50-pid-max.conf /usr/lib/sysctl.d/protect-links.conf /usr/lib/sysctl.d/99-protect-links.conf

# Where kind's unit files look for them.
ln -sf /usr/bin/containerd /usr/bin/ctr /usr/bin/containerd-shim-runc-v2 /usr/local/bin/
ln -sf /usr/sbin/runc /usr/local/sbin/runc
mkdir -p /opt/cni/bin /etc/kubernetes/manifests /kind/manifests
for plugin in host-local loopback ptp portmap; do cp /usr/lib/cni/$plugin /opt/cni/bin/; done
ctr oci spec |
  jq '.hooks.createContainer += [{path: "/kind/bin/mount-product-files.sh"}] | del(.process.rlimits)' \
    >/etc/containerd/cri-base.json
# The node's root may lack CAP_SYS_RESOURCE, so that no pod can have an oom_score_adj below the node's own.
sed -i 's/restrict_oom_score_adj = false/restrict_oom_score_adj = true/' /etc/containerd/config.toml
