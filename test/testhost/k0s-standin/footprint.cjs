// STAND-IN FOR TESTS: what a node with k0s leaves on the host outside k0s's own folders.
'use strict';
const fs = require('node:fs');
const { write, exists } = require('./lib.cjs');

/** What k0s, the kubelet, containerd and the CNI plugins leave outside k0s's own folders: `k0s reset` takes none of it away. */
function footprint() {
  for (const [dir, mode] of [['/opt/cni/bin', 0o755], ['/var/lib/cni/networks', 0o755], ['/var/lib/cni/results', 0o700], ['/var/log/pods', 0o755], ['/var/log/containers', 0o755], ['/usr/libexec/k0s/kubelet-plugins/volume/exec', 0o755], ['/var/lib/kubelet/device-plugins', 0o755], ['/run/containerd', 0o711], ['/run/containerd/runc', 0o700], ['/run/containerd/s', 0o700], ['/etc/k0s', 0o755]]) fs.mkdirSync(dir, { recursive: true, mode });
  // the init container of kube-router copies these
  for (const name of ['bridge', 'host-local', 'loopback', 'portmap']) { const to = `/opt/cni/bin/${name}`, from = `/usr/lib/cni/${name}`; if (!exists(to)) { if (exists(from)) fs.copyFileSync(from, to); else fs.writeFileSync(to, '#!/bin/sh\n# stand-in for a CNI plugin\n'); fs.chmodSync(to, 0o755); } }
  if (!exists('/run/xtables.lock')) write('/run/xtables.lock', '', 0o644);
  for (const h of ['/sys/fs/cgroup', ...fs.readdirSync('/sys/fs/cgroup').map(x => '/sys/fs/cgroup/' + x)]) if (exists(h + '/cgroup.procs')) for (const g of ['kubepods/besteffort', 'kubepods/burstable']) try { fs.mkdirSync(`${h}/${g}`, { recursive: true }); } catch { /* this hierarchy cannot be used */ }
}
module.exports = { footprint };
