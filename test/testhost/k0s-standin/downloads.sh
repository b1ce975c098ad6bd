#!/usr/bin/env bash
# downloads.sh NAME [FAULTS_JSON]: makes  curl --proto '=https' --tlsv1.2 -sSf https://get.k0s.sh | sh  and the release downloads
# of github.com/k0sproject/k0s work inside test host NAME, from a stand-in server on the host's own LAN (see downloads.mjs), with
# a certificate authority made now and trusted by that host alone. Call it again to change the faults. Ends with the host.
# STAND-IN FOR TESTS: the releases are the stand-in of this folder. Needs openssl, node and a C compiler (else exit 77).
# What was asked: one JSON object a line in the file that `downloads.sh NAME --log` prints.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd); T=$(dirname "$here")/testhost; name=${1:?usage: downloads.sh NAME [FAULTS_JSON]}
for c in openssl node; do command -v $c >/dev/null || { echo "downloads.sh: cannot run here: no $c" >&2; exit 77; }; done
host=${TESTHOST_STATE:-/var/lib/testhost}/hosts/$name; dir=$host/downloads
names='get.k0s.sh docs.k0sproject.io github.com release-assets.githubusercontent.com'
trusts() { # the host takes the certificates of folder $1, and the server's address
  "$T" exec --name "$name" -- sh -c "cat >>/etc/ssl/certs/ca-certificates.crt; echo '192.168.122.1 $names' >>/etc/hosts" \
    < <(cat "$1/trusted.pem" "$1/other-name.pem")
}
if [ -s "$host/lan" ]; then # one server a network: that of its first host
  first=$(cat "$host/lan"); "${BASH_SOURCE[0]}" "$first" ${2+"$2"}
  [ "${2-}" = --log ] || [ -e "$host/trusts" ] || { trusts "$(dirname "$host")/$first/downloads"; : >"$host/trusts"; }
  exit 0
fi
[ -s "$host/pid" ] || { echo "downloads.sh: host '$name' is not up" >&2; exit 1; }
if [ "${2-}" = --log ]; then echo "$dir/requests.log"; exit 0; fi
read -r keeper _ <"$host/pid"
mkdir -p "$dir"; printf '%s\n' "${2:-"{}"}" >"$dir/faults.new"; mv "$dir/faults.new" "$dir/faults.json"
[ -s "$dir/ready" ] && exit 0
launcher=$("$here/launcher.sh")
certificate() { # FILE NAME...
  local file=$1; shift
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj '/CN=test host downloads' \
    -addext "subjectAltName=$(printf 'DNS:%s,' "$@" | sed 's/,$//')" -keyout "$dir/$file.key" -out "$dir/$file.pem" 2>/dev/null
}
certificate trusted $names; certificate untrusted $names; certificate other-name elsewhere.example
trusts "$dir"
"$T" lan --name "$name" -- setsid node "$here/downloads.mjs" "$dir" "$keeper" "$launcher" </dev/null >"$dir/log" 2>&1 &
for _ in $(seq 100); do [ -s "$dir/ready" ] && exit 0; sleep 0.1; done
cat "$dir/log" >&2; echo "downloads.sh: the server did not start" >&2; exit 1
