#!/usr/bin/env bash
# selftest.sh [--profile base|containerd] [--part walk|switches|downloads]: drives the k0s stand-in on a host of its own and
# says what did not come out as expected of k0s. `walk` (the default): the guide's commands and the failures
# that a node can have, about a minute. `switches`: every switch that the walk does not use. `downloads`: every fault of the
# release server.
# Exit 0: all as expected; 1: something differs; 77: this machine cannot run a test host.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd); T=$(dirname "$here")/testhost
profile=containerd part=walk
while [ $# -gt 0 ]; do case $1 in --profile) profile=$2; shift 2 ;; --part) part=$2; shift 2 ;; *) echo "unknown option $1" >&2; exit 2 ;; esac; done
name=selftest-$$; bad=0 n=0; t0=$(date +%s)
trap '"$T" down --name "$name"' EXIT
"$here/host.sh" "$name" --profile "$profile" || exit $?
R() { "$T" exec --name "$name" -- bash -c "$1" </dev/null; }
U() { "$T" exec --name "$name" --user operator -- bash -c "$1" </dev/null; }
# a stop of 11 s and the waits after a start are looked at by test/long/stand-in-life.test.ts; here they are short
brisk='"stopSeconds": 1, "nodeReadySeconds": 0.5, "dnsReadySeconds": 0.5'
switches() { local own=${1:-"{}"}; own=${own#\{}; [ "$own" = '}' ] || own=", $own"; printf '{%s%s\n' "$brisk" "$own" | "$T" exec --name "$name" -- sh -c 'cat >/etc/k0s-standin.json'; }
is() { # is WHAT EXPECTED_RC PATTERN COMMAND... : exit code and an extended regular expression over all output
  local what=$1 rc=$2 pat=$3 out got; shift 3
  out=$("$@" 2>&1); got=$?; n=$((n + 1))
  if [ "$got" != "$rc" ] || { [ "$pat" = '^$' ] && [ -n "$out" ]; } || { [ "$pat" != '^$' ] && ! printf '%s ' "$out" | grep -qzE -- "$pat"; }; then bad=$((bad + 1)); printf 'NOT AS EXPECTED: %s\n  wanted rc=%s /%s/\n  got rc=%s:\n%s\n' "$what" "$rc" "$pat" "$got" "$(sed 's/^/    /' <<<"$out" | head -20)"; fi
}
until_ok() { for _ in $(seq "${2:-100}"); do R "$1" >/dev/null 2>&1 && return 0; sleep 0.2; done; return 1; }
K='k0s kubectl'
finish() { echo "$n checks, $bad not as expected, profile $profile, part $part, $(($(date +%s) - t0)) s"; [ "$bad" = 0 ]; exit; }

switches
if [ "$part" = switches ]; then
# --- before the install
switches '{"version": "v1.33.5+k0s.0"}'
is 'version: the command' 0 '^v1\.33\.5\+k0s\.0' R 'k0s version'
is 'version: all' 0 'k0s : v1\.33\.5' R 'k0s version -a'
switches '{"sysinfoReject": ["cgroup controller \"memory\""]}'
is 'sysinfoReject: text' 1 'cgroup controller "memory": .*\(rejected.*Error: sysinfo failed' R 'k0s sysinfo'
is 'sysinfoReject: json' 0 '^1' R "k0s sysinfo -o json 2>/dev/null | grep -c '\"rejected\"'"
switches '{"cliSlowMs": 1500}'
is 'cliSlowMs: version late' 124 '^$' R 'timeout 1 k0s version'
is 'cliSlowMs: version in time' 0 'v1\.34\.1' R 'timeout 4 k0s version'
is 'cliSlowMs: not kubectl' 0 'Client Version' R 'timeout 1.4 k0s kubectl version --client --kubeconfig /dev/null'
switches '{"systemctlFails": true}'
is 'systemctlFails: install' 1 'failed to install controller service: exit status 1' R 'k0s install controller --enable-worker --no-taints'
is 'systemctlFails: the unit file is left' 0 '' R 'test -e /etc/systemd/system/k0scontroller.service'
switches
is 'systemctlFails: install again' 1 'Init already exists' R 'k0s install controller --enable-worker --no-taints'
is 'install --force mends it' 0 '' R 'k0s install controller --enable-worker --no-taints --force; systemctl is-enabled k0scontroller'
# --- no containerd
if [ "$profile" = containerd ]; then
  switches '{"containerdFails": true, "readySeconds": 1}'
  R 'k0s start'; until_ok 'timeout -s KILL 5 k0s status'
  is 'containerdFails: no socket' 1 '' R 'test -e /run/k0s/containerd.sock'
  is 'containerdFails: ctr' 1 'containerd.sock' R 'k0s ctr --connect-timeout 1s container list'
  is 'containerdFails: no node' 0 'No resources found' R "sleep 2; $K get nodes"
  is 'containerdFails: why' 0 'failed to run Kubelet' R 'journalctl -u k0scontroller --no-pager'
  is 'containerdFails: pods wait' 0 'coredns[^ ]* +0/1 +Pending' R "$K get pods -A"
  is 'containerdFails: their reason' 0 'no nodes available to schedule pods' R "$K -n kube-system describe pod -l k8s-app=kube-dns"
  switches '{"readySeconds": 1}'; R 'k0s stop; k0s start'; until_ok 'timeout -s KILL 5 k0s status'
  is 'containerd is back' 0 ' Ready ' R "sleep 3; $K get nodes"
  switches '{"containerdFails": true, "readySeconds": 1}'; R 'k0s stop; k0s start'; until_ok 'timeout -s KILL 5 k0s status'
  is 'containerdFails: a known node' 0 'NotReady' R "sleep 1; $K get nodes"
  is 'containerdFails: not heard of' 0 'Kubelet stopped posting node status' R "$K get nodes -o json"
  switches
  R 'k0s stop; k0s reset; k0s install controller --enable-worker --no-taints'
fi
# --- a running node
switches '{"version": "v1.33.5+k0s.0", "systemPods": false, "readySeconds": 1}'
R 'k0s start'; until_ok 'timeout -s KILL 5 k0s status'
is 'version: status' 0 'Version: v1\.33\.5' R 'k0s status'
is 'version: node' 0 'v1\.33\.5\+k0s' R "sleep 2.5; $K get nodes"
is 'systemPods: none' 0 'No resources found' R "$K get pods -A"
is 'systemPods: no DNS service' 1 'not found' R "$K get -n kube-system service kube-dns"
is 'systemPods: the API service' 0 'kubernetes' R "$K get service"
switches '{"apiErrors": {"pods": 500, "nodes": 403, "services": 503}}'
is 'apiErrors: pods 500' 1 'error asked for by a test' R "$K get pods"
is 'apiErrors: nodes 403' 1 'Forbidden' R "$K get nodes"
is 'apiErrors: services 503' 1 '(unable to handle|ServiceUnavailable|Unavailable)' R "$K get services"
is 'apiErrors: others answer' 0 'kube-system' R "$K get namespaces"
is 'apiErrors: get all' 1 'error asked for by a test' R "$K get all -A -o json"
switches '{"proxyRules": false, "nodePort": 30094, "podFirewall": true}'
R "$K create deployment demo --image=httpd --port=80; $K rollout status deployment/demo --timeout=20s; $K expose deployment demo --type=NodePort; sleep 2"
is 'proxyRules: no service rules' 1 '^0' R 'iptables-nft-save -t nat | grep -c 30094'
is 'proxyRules: nobody answers' 7 'onnect' R 'curl -sS --max-time 3 http://127.0.0.1:30094'
switches '{"proxySyncSeconds": 1, "podFirewall": false, "nodePort": 30094}'
until_ok 'iptables-nft-save -t nat | grep -q 30094' 50
is 'proxyRules: back' 0 'KUBE-SVC-73JNOU5FOFXIWZLE' R 'iptables-nft-save -t nat'
is 'podFirewall: none' 1 '^0' R 'iptables-nft-save -t filter | grep -c -e KUBE-POD-FW -e KUBE-ROUTER'
[ "$profile" = containerd ] && is 'podFirewall: the service answers' 0 'It works!' R 'curl -sS --max-time 3 http://127.0.0.1:30094'
switches '{"proxySyncSeconds": 1, "nodePort": 30094}'
until_ok 'iptables-nft-save -t filter | grep -q KUBE-POD-FW' 50
is 'podFirewall: back' 0 'KUBE-POD-FW-.*demo' R 'iptables-nft-save -t filter | grep "POD name:demo"'
[ "$profile" = containerd ] && is 'podFirewall: the service still answers' 0 'It works!' R 'curl -sS --max-time 3 http://127.0.0.1:30094'
# --- reset
R 'k0s stop'; switches '{"resetFails": true}'
is 'resetFails: reset' 1 'device or resource busy' R 'k0s reset'
is 'resetFails: the data are left, the unit is not' 0 '' R 'test -e /var/lib/k0s -a ! -e /etc/systemd/system/k0scontroller.service'
switches
is 'resetFails: reset again' 0 'reboot is recommended' R 'k0s reset'
is 'resetFails: nothing left' 1 '' R 'test -e /var/lib/k0s'
finish
fi
if [ "$part" = downloads ]; then
command -v openssl >/dev/null || { echo "selftest.sh: cannot run here: no openssl" >&2; exit 77; }
U=https://github.com/k0sproject/k0s/releases/download/v1.34.1+k0s.0 A=k0s-v1.34.1+k0s.0-amd64
faults() { "$here/downloads.sh" "$name" "${1-}"; }
get() { R "rm -f /tmp/f; curl -fsSL --proto =https --proto-redir =https --speed-limit 1024 --speed-time 2 --max-time 8 -o /tmp/f ${1-} -- $U/$A && sha256sum </tmp/f"; }
sums() { R "curl -fsSL -- $U/sha256sums.txt"; }
right=$(faults; sums | sed -n "s/ \*$A$//p")
is 'whole' 0 "^$right" get
is 'sums of three distinct binaries' 0 '^3' R "curl -fsSL -- $U/sha256sums.txt | grep k0s-v | cut -c1-64 | sort -u | wc -l"
is 'headers' 0 'content-length: 4194304' R "curl -fsSIL -- $U/$A | tr A-Z a-z"
is 'another version has other bytes' 0 '^[0-9a-f]{64}' R "curl -fsSL -- ${U/34.1/34.0}/sha256sums.txt | grep -v $right"
is 'a version that does not exist' 22 '404' R "curl -fsSL -- ${U/34.1/34.9}/sha256sums.txt"
faults '{"cut": 500000, "times": 1}'
is 'cut' 18 'transfer closed with 3694304 bytes' get
is 'resumed' 0 "^$right" R "head -c 500000 /dev/zero >/tmp/z; curl -fsSL -o /tmp/f -r 0-499999 -- $U/$A; curl -fsSL -C - -o /tmp/f -- $U/$A; sha256sum </tmp/f"
faults '{"noRange": true}'
is 'noRange' 33 '' R "truncate -s 500000 /tmp/f; curl -fsSL -C - -o /tmp/f -- $U/$A"
faults '{"stall": 100000}'
is 'stall' 28 'too slow' get
faults '{"bytesPerSecond": 1000000}'
is 'bytesPerSecond' 0 '^[3-5]' R "curl -fsSL -o /dev/null -w '%{time_total}' -- $U/$A"
faults '{"slowMs": 700}'
is 'slowMs' 0 '^1' R "curl -fsSL -o /dev/null -w '%{time_total}' -- $U/$A"
faults '{"notFound": true}'; is 'notFound' 22 '404' get
faults '{"status": 503}'; is 'status' 22 '503' get
faults '{"html": ["binary"]}'; is 'html: the binary' 0 '' get; is 'html: a page' 0 'DOCTYPE' R 'cat /tmp/f'
faults '{"html": ["stable"]}'; is 'html: stable.txt' 0 'DOCTYPE' R 'curl -fsSL https://docs.k0sproject.io/stable.txt'
faults '{"stable": "v1.35.7+k0s.0"}'
is 'stable' 0 '^v1\.35\.7' R 'curl -fsSL https://docs.k0sproject.io/stable.txt'
is 'stable: it is there' 0 'v1\.35\.7' R "curl -fsSL -- ${U/34.1/35.7}/sha256sums.txt"
faults '{"refuse": true}'; is 'refuse' 52 'Empty reply' get
faults '{"tls": "closed"}'; is 'tls: closed' 35 '' get
faults '{"tls": "plain"}'; is 'tls: plain' 35 'wrong version' get
faults '{"tls": "untrusted"}'; is 'tls: untrusted' 60 'self-signed' get
faults '{"tls": "other-name"}'; is 'tls: other-name' 60 'no alternative certificate subject name' get
faults '{"redirectHttp": true}'; is 'redirectHttp' 1 'not supported' get
faults '{"flip": 3000000}'; is 'flip: runs, other digest' 0 'v1\.34\.1' R "curl -fsSL -o /tmp/f -- $U/$A; sha256sum </tmp/f | grep -q $right && exit 9; chmod 755 /tmp/f; /tmp/f version"
faults '{"truncate": 900000}'; is 'truncate' 0 '^[0-9a-f]{64}' get; is 'truncate: the sum is the whole one' 0 "^$right" sums
faults '{"wrongArch": true}'; is 'wrongArch' 0 'b7 00' R "curl -fsSL -o /tmp/f -- $U/$A; od -An -tx1 -j18 -N2 /tmp/f"
is 'wrongArch: listed' 0 'OK' R "cd /tmp; curl -fsSL -- $U/sha256sums.txt | sed -n 's/$A/f/p' | sha256sum -c"
faults '{"otherVersion": "v1.33.5+k0s.0"}'; is 'otherVersion' 0 '^v1\.33\.5' R "curl -fsSL -o /tmp/f -- $U/$A; chmod 755 /tmp/f; /tmp/f version"
is 'otherVersion: listed' 0 'OK' R "cd /tmp; curl -fsSL -- $U/sha256sums.txt | sed -n 's/$A/f/p' | sha256sum -c"
faults '{"badSum": true}'; is 'badSum' 1 '^0' R "curl -fsSL -- $U/sha256sums.txt | grep -c $right"
faults '{"noSum": true}'; is 'noSum' 1 '^0' R "curl -fsSL -- $U/sha256sums.txt | grep -c $A"
faults '{"doubleSum": true}'; is 'doubleSum' 0 '^2' R "curl -fsSL -- $U/sha256sums.txt | grep -c $A"
finish
fi

# --- the download, from the stand-in server
if command -v openssl >/dev/null; then
  "$here/downloads.sh" "$name" '{"cut": 500}'
  is 'download is cut' 18 'transfer closed' R "curl --proto '=https' --tlsv1.2 -sSf https://get.k0s.sh | sh"
  "$here/downloads.sh" "$name" '{"notFound": true}'
  is 'no such release' 22 '404' R "curl --proto '=https' --tlsv1.2 -sSf https://get.k0s.sh | sh"
  is 'an empty k0s says nothing' 0 '^$' R '/usr/local/bin/k0s version'
  "$here/downloads.sh" "$name"
  is download 0 'Downloading k0s from URL: https://github.com/.*k0s is now executable in /usr/local/bin' R "curl --proto '=https' --tlsv1.2 -sSf https://get.k0s.sh | sh"
  is checksum 0 ': OK' R "cd /usr/local/bin && curl -sSfL https://github.com/k0sproject/k0s/releases/download/v1.34.1+k0s.0/sha256sums.txt | sed -n 's/k0s-v1.34.1+k0s.0-amd64/k0s/p' | sha256sum -c"
fi
# --- before the install
is version 0 '^v1\.34\.1\+k0s\.0' R 'k0s version'
is 'version -a' 0 'kubernetes : 1\.34\.1' R 'k0s version -a'
is 'version -j' 0 '"containerd": "1\.7\.28"' R 'k0s version -j'
is sysinfo 0 'Total memory: .*CONFIG_NF_CONNTRACK_IPV4.*unknown \(warning\)' R 'k0s sysinfo'
is 'sysinfo -o json' 0 '^\[' R 'k0s sysinfo -o json'
is 'sysinfo -o yaml' 0 '^- category: pass' R 'k0s sysinfo -o yaml'
is 'status, nothing runs' 1 'dial unix /run/k0s/status.sock: connect: no such file or directory' R 'k0s status'
is 'status, ordinary user' 1 'dial unix /var/lib/k0s/run/status.sock' U 'k0s status'
is 'kubectl before start' 1 'cannot stat k0s kubeconfig, is the server running' R "$K get nodes"
is 'kubeconfig before start' 1 'not found, check if the control plane is initialized' R 'k0s kubeconfig admin'
is 'start, not installed' 1 'k0s has not been installed as a service' R 'k0s start'
is 'start, ordinary user' 1 'must be run as root' U 'k0s start'
is 'install, ordinary user' 1 'must be run as root' U 'k0s install controller'
is 'install, --start' 1 'unknown flag: --start' R 'k0s install controller --start'
# --- install and start
is install 0 '^$' R 'k0s install controller --enable-worker --no-taints'
is 'unit file' 0 'After=network-online.target .*ExecStart=/usr/local/bin/k0s controller --enable-worker=true --no-taints=true' R 'cat /etc/systemd/system/k0scontroller.service'
is 'install again' 1 'Init already exists: /etc/systemd/system/k0scontroller.service' R 'k0s install controller --enable-worker --no-taints'
is 'unit enabled' 0 enabled R 'systemctl is-enabled k0scontroller'
switches '{"preflightFail": true}'
is 'start, pre-flight fails' 0 '^$' R 'k0s start'; sleep 1
is 'pre-flight in the journal' 0 'Rejected.*pre-flight checks failed' R 'journalctl -u k0scontroller --no-pager'
is 'start while it restarts' 1 'already running' R 'k0s start'
is stop 0 '^$' R 'k0s stop'
is 'stop again' 1 'already stopped' R 'k0s stop'
switches '{"neverReady": true}'
is 'start, never ready' 0 '^$' R 'k0s start'; sleep 3
is 'status blocks' 137 '' R 'timeout -s KILL 2 k0s status'
switches '{"nodePort": 30094, "clusterIP": "10.109.65.191"}'
until_ok 'timeout -s KILL 5 k0s status' || { echo 'status never came'; bad=$((bad + 1)); }
is status 0 'Version: v1\.34\.1.*Role: controller.*Workloads: true.*Kube-api probing successful: true' R 'k0s status'
is 'status -o json' 0 '"Success": true' R 'k0s status -o json'
is 'status -o yaml' 0 'Role: controller' R 'k0s status -o yaml'
is 'start again' 1 'already running' R 'k0s start'
until_ok "$K get nodes --no-headers | grep -q ' Ready .*control-plane'"
is 'get nodes' 0 'centos10.home.local +Ready +control-plane .*v1\.34\.1\+k0s' R "$K get nodes"
is 'kubectl, ordinary user' 1 'permission denied' U "$K get nodes"
until_ok "$K -n kube-system get pods --no-headers | awk '\$2 != \"1/1\" {exit 1}'"
is 'get all -A -o json' 0 '"kind": "List"' R "$K get all -A -o json"
is 'get all -A -o wide' 0 'pod/coredns.*pod/konnectivity-agent.*pod/kube-proxy.*pod/kube-router.*pod/metrics-server' R "$K get all -A -o wide"
# --- the smoke test
is 'create deployment' 0 'deployment.apps/demo created' R "$K create deployment demo --image=httpd --port=80"
is 'create again' 1 'already exists' R "$K create deployment demo --image=httpd --port=80"
is 'rollout status' 0 'successfully rolled out' R "$K rollout status deployment/demo --timeout=20s"
is 'expose' 0 'service/demo exposed' R "$K expose deployment demo --type=NodePort"
is 'get service' 0 'demo +NodePort +10.109.65.191 +<none> +80:30094/TCP' R "$K get service"
until_ok 'iptables-nft-save -t nat | grep -q 30094' 20
is 'service chain names' 0 'KUBE-SVC-73JNOU5FOFXIWZLE' R 'nft list ruleset ip'
is 'watch' 124 '"type":"ADDED"' R "timeout 2 $K get pods --watch --output-watch-events -o json"
is 'scale' 0 'condition met' R "$K scale deployment demo --replicas=2; sleep 1; $K wait --for=condition=Ready pod -l app=demo --timeout=10s"
is 'endpointslices' 0 '"ready": true' R "$K get endpointslices -o json"
is 'logs' 0 '' R "$K logs deployment/demo"
is 'describe' 0 'Successfully assigned' R "$K describe pod -l app=demo"
if [ "$profile" = containerd ]; then
  is 'curl 127.0.0.1' 0 'It works!' R 'curl -sS --max-time 3 http://127.0.0.1:30094'
  is 'curl cluster IP' 0 'It works!' R 'curl -sS --max-time 3 http://10.109.65.191'
  is 'curl from outside' 0 'It works!' "$T" lan --name "$name" -- curl -sS --max-time 3 http://192.168.122.161:30094
  is 'ctr task list' 0 'RUNNING' R 'k0s ctr task list'
  is 'ctr container list' 0 'coredns:1.13.1.*kube-proxy:v1.34.1' R 'k0s ctr container list | sort -k2'
  is 'ctr image list' 0 'docker.io/library/httpd' R 'k0s ctr image list'
  is 'one namespace a pod' 0 '^5 ' R 'ip netns list | grep -c cni-'
  is 'a killed container is restarted' 0 '1/1 +Running +1 ' R "k0s ctr task kill -s KILL \$($K get pod -l app=demo -o jsonpath='{.items[0].status.containerStatuses[0].containerID}' | cut -c14-); for i in \$(seq 40); do sleep 0.3; $K get pods -l app=demo --no-headers | grep '1/1 *Running *1 ' && exit; done; $K get pods"
  is 'rules survive a firewalld reload' 0 'It works!' R "echo '{\"stopSeconds\": 1, \"proxySyncSeconds\": 1}' >/etc/k0s-standin.json; firewall-cmd --reload >/dev/null; sleep 5; curl -sS --max-time 3 http://127.0.0.1:30094"
fi
# --- failures while it runs
switches '{"apiDown": true}'; sleep 0.6
is 'API down: kubectl' 1 'connection to the server localhost:6443 was refused' R "$K get nodes"
is 'API down: status' 0 'probing successful: false.*connection refused' R 'k0s status'
switches '{"apiSlowMs": 1500}'; sleep 0.6
is 'API slow' 1 '(Timeout|deadline|timeout)' R "$K get --raw /version --request-timeout=1s"
switches '{"nodeNotReady": true}'; sleep 1.5
is 'node not ready' 0 'NotReady' R "$K get nodes"
switches '{"imagePullFails": ["httpd"]}'; sleep 1.5
is 'image pull fails' 0 '(ErrImagePull|ImagePullBackOff)' R "$K create deployment pull --image=httpd >/dev/null; sleep 3; $K get pods -l app=pull"
switches '{"podCrash": ["httpd"]}'
is 'pod crashes' 0 'CrashLoopBackOff' R "$K create deployment crash --image=httpd >/dev/null; sleep 3; $K get pods -l app=crash"
switches
is 'delete' 0 'service "demo" deleted' R "$K delete deployment demo pull crash; $K delete service demo"
is 'pods go away' 0 'No resources found' R "for i in \$(seq 40); do sleep 0.3; $K get pods 2>&1 | grep 'No resources' && exit; done; $K get pods"
is 'rules go away' 1 '^0' R 'iptables-nft-save | grep -c 73JNOU5FOFXIWZLE'
# --- stop, start, reset
is stop 0 '^$' R 'k0s stop'
is 'status after stop' 1 'no such file or directory' R 'k0s status'
[ "$profile" = containerd ] && is 'pods outlive k0s' 0 '^[1-9]' R 'pgrep -c containerd-shim'
is 'start' 0 '^$' R 'k0s start'; until_ok 'timeout -s KILL 5 k0s status'
is 'objects are kept' 0 'coredns' R "$K -n kube-system get deployments"
is 'reset while it runs' 1 'k0s seems to be running, please stop k0s before reset' R 'k0s reset'
R 'k0s stop'
is reset 0 'a node reboot is recommended' R 'k0s reset'
is 'reset removed the unit' 1 '' R 'test -e /etc/systemd/system/k0scontroller.service -o -e /var/lib/k0s'
[ "$profile" = containerd ] && is 'reset removed the pods' 0 '^0' R 'pgrep -c containerd-shim; true'
# --- a tainted node, and a crash
is 'install without --no-taints' 0 '^$' R 'k0s install controller --enable-worker'
R 'k0s start'; until_ok 'timeout -s KILL 5 k0s status'
is 'tainted: pod stays Pending' 0 'untolerated taint' R "$K create deployment t --image=httpd >/dev/null; sleep 2; $K describe pod -l app=t"
switches '{"startCrash": "failed to start component etcd: listen tcp: address already in use"}'
R 'systemctl restart k0scontroller'; sleep 1.5
is 'crash at start' 0 'activating' R 'systemctl is-active k0scontroller; true'
is 'crash in the journal' 0 'Error: failed to start component etcd' R 'journalctl -u k0scontroller --no-pager | tail -60'
finish
