#!/bin/bash
# import-images.sh ROOT ARCHIVE: puts the images of an archive into the containerd of a node's root file system, as kind does it, with the
# node's own containerd. To be called in mount and process namespaces of its own, which end what it starts.
set -euo pipefail
root=$1 archive=$2
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/run"
mount -t tmpfs tmpfs "$root/tmp"
touch "$root/tmp/images.tar"
mount --bind "$archive" "$root/tmp/images.tar"
echo 'version = 2
disabled_plugins = ["io.containerd.grpc.v1.cri"]' >"$root/tmp/containerd.toml"
exec chroot "$root" /bin/bash -euo pipefail -c '
  containerd --config /tmp/containerd.toml >/tmp/containerd.log 2>&1 &
  for _ in $(seq 100); do ctr version >/dev/null 2>&1 && break; sleep 0.1; done
  ctr --namespace=k8s.io images import --all-platforms --no-unpack --digests /tmp/images.tar >/tmp/import.log 2>&1 ||
    { cat /tmp/import.log /tmp/containerd.log >&2; exit 1; }
  ctr --namespace=k8s.io images ls -q
  kill %1
  wait
'
