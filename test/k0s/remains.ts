/** What a reset may leave, looked for without the product: `reset` must have said each. What was there at the first call is no part of it. */
export const remains = `
{
ls -d /var/lib/k0s /run/k0s /etc/systemd/system/k0scontroller.service /var/lib/kubelet /opt/cni /etc/cni /var/lib/cni /var/log/pods \
	/var/log/containers /usr/libexec/k0s /opt/containerd /run/containerd /usr/local/bin/k0s 2>/dev/null
pgrep -fa "^(/var/lib/k0s/bin/|/usr/local/bin/k0s |/pause|kube-)" | cut -d" " -f2 | sed "s/^/process /"
grep -E " /(var/lib/k0s|run/k0s|var/lib/kubelet|run/netns)" /proc/self/mountinfo | cut -d" " -f5 | sed "s/^/mount /"
iptables-save 2>/dev/null | grep -oE "^:(KUBE|CNI)-[A-Z]+" | sort -u | sed "s/^:/chain /"
ipset list -n 2>/dev/null | sed "s/^/set /"
ip -br link | grep -oE "^(kube-bridge|dummy0|kube-dummy-if|veth[^@ ]*)" | sed "s/^/link /"
ip rule | grep -oE "lookup (77|kube-router)" | sed "s/^/rule /"
getent passwd | grep -oE "^(etcd|kube-apiserver|kube-scheduler|konnectivity-server)" | sed "s/^/user /"
find /sys/fs/cgroup -maxdepth 3 -type d -name "kubepods*" 2>/dev/null | sed "s/^/group /"
} | LC_ALL=C sort -u >/run/k0s-walk.now
[ -e /run/k0s-walk.before ] || cp /run/k0s-walk.now /run/k0s-walk.before
LC_ALL=C comm -13 /run/k0s-walk.before /run/k0s-walk.now | paste -sd, -`;
