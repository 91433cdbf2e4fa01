#!/bin/bash
# Inside the fresh root file system: puts what images need of Debian's programs into folders below /stage, and takes out of the root what
# only they need.
set -euo pipefail

# root FOLDER: an empty root file system with merged /usr, as Debian's is.
root() {
  mkdir -p "$1"/usr/{bin,sbin,lib,lib64} "$1"/{etc,run,tmp}
  chmod 1777 "$1/tmp"
  for folder in bin sbin lib lib64; do ln -s "usr/$folder" "$1/$folder"; done
}

# libraries FILE...: the shared libraries that programs and plugins load.
libraries() { ldd "$@" | grep -o '/[^ :]*' | grep -vF "$(printf '%s\n' "$@")" | sort -u; }

# stage FOLDER FILE...: files and their libraries, at the same places below the folder.
stage() {
  local folder=$1 file
  shift
  for file in "$@" $(libraries "$@"); do
    mkdir -p "$folder$(dirname "$file")"
    cp -Ln "$file" "$folder$file"
  done
}

# kube-proxy calls iptables, in the same flavour as the node, with its plugins; and conntrack.
root /stage/kube-proxy
stage /stage/kube-proxy /usr/sbin/xtables-nft-multi /usr/sbin/conntrack /usr/sbin/nft /usr/lib/*-linux-gnu/xtables/*.so
for name in iptables ip6tables; do
  for command in $name $name-save $name-restore; do ln -s xtables-nft-multi /stage/kube-proxy/usr/sbin/$command; done
done

root /stage/nginx
stage /stage/nginx /usr/sbin/nginx /etc/nginx/mime.types
mkdir -p /stage/nginx/var/{log,lib}/nginx
ln -s /dev/stderr /stage/nginx/var/log/nginx/error.log
ln -s /dev/stdout /stage/nginx/var/log/nginx/access.log
# 1.22.1-9+deb12u2 is nginx 1.22.1
dpkg-query --show --showformat '${Version}' nginx | sed 's/-.*//' >/stage/nginx-version

cp -L /bin/busybox /stage/busybox
busybox --list >/stage/busybox-applets

dpkg --purge nginx nginx-common busybox-static
