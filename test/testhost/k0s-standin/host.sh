#!/usr/bin/env bash
# host.sh NAME [--profile base|containerd] [--no-k0s] [--switches JSON] [other options of `testhost up`]
# Brings up a test host in which the k0s stand-in works: node, this folder at /opt/testhost, a real kubectl, the container
# images (profile containerd, the default) and, unless --no-k0s, the stand-in itself at /usr/local/bin/k0s: the binary that
# its release server would hand out, or where there is no C compiler its shell script.
# host.sh --prepare [base|containerd]: only fills the cache (root, kubectl, images, launcher).
# STAND-IN FOR TESTS: nothing in this folder is k0s. Exit 77: this machine cannot run it (the reason is printed).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd); top=$(dirname "$here"); T=$top/testhost
name=${1:?usage: host.sh NAME [--profile base|containerd] [--no-k0s] [--switches JSON] [testhost options]}; shift
profile=containerd k0s=1 switches='' opts=() prepare=0
if [ "$name" = --prepare ]; then prepare=1; profile=${1:-$profile}; set --; fi
while [ $# -gt 0 ]; do case $1 in
  --profile) profile=$2; shift 2 ;; --no-k0s) k0s=0; shift ;; --switches) switches=$2; shift 2 ;; *) opts+=("$1"); shift ;;
esac; done
command -v node >/dev/null || { echo "host.sh: cannot run here: no node" >&2; exit 77; }
cache=${TESTHOST_CACHE:-/var/cache/testhost}
kubectl=$(node "$here/get-kubectl.mjs")
binds=(--bind "$top:/opt/testhost:ro" --bind "$kubectl:/usr/local/lib/k0s-standin/kubectl:ro")
if launcher=$("$here/launcher.sh" 2>/dev/null); then binds+=(--bind "$launcher:/usr/local/lib/k0s-standin/launcher:ro"); fi
root=$("$T" build --profile "$profile")
if [ "$profile" = containerd ]; then
  BUSYBOX=$root/bin/busybox "$top/cri/images.sh" "$cache/images"
  binds+=(--bind "$cache/images:/usr/local/lib/k0s-standin/images:ro")
fi
if [ "$prepare" = 1 ]; then "$here/launcher.sh" >/dev/null || [ $? = 77 ]; exit 0; fi
"$T" up --name "$name" --profile "$profile" --node --hostname centos10.home.local "${binds[@]}" ${opts[@]+"${opts[@]}"}
if [ -n "$switches" ]; then printf '%s\n' "$switches" | "$T" exec --name "$name" -- sh -c 'cat >/etc/k0s-standin.json'; fi
if [ "$k0s" = 1 ]; then
  if [ -n "$launcher" ]; then
    node "$here/release.mjs" "$launcher" v1.34.1+k0s.0 |
      "$T" exec --name "$name" -- sh -c 'cat >/usr/local/bin/k0s && chmod 755 /usr/local/bin/k0s'
  else
    "$T" exec --name "$name" -- install -m 755 /opt/testhost/k0s-standin/k0s /usr/local/bin/k0s
  fi
fi
