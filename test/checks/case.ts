import type {Result} from '../../source/checks/check.js';
import type {CheckOptions} from '../../source/checks/options.js';
import {absent, controller, node, type Given} from '../support/good-host.js';
import {sample} from '../support/samples.js';

/** A kernel of EL 10, and the words by which the fake runner knows a command. */
export const el10 = '6.12.0-124.el10.x86_64';
export const df = 'df -B1 --output=source,fstype,size,avail,itotal,iavail,target -- /var/lib';
export const programDf = 'df -B1 --output=source,fstype,size,avail,itotal,iavail,target -- /usr/local/bin';
export const unitOf = 'systemctl show k0scontroller.service';
export const others = 'systemctl show kubelet.service';
export const running = {
	'k0s kubectl get nodes': node('centos10.home.local', '192.168.122.161'),
	[unitOf]: controller('active'),
	'sysctl -e': 'net.ipv4.ip_forward = 1\nnet.bridge.bridge-nf-call-iptables = 1\nfs.inotify.max_user_instances = 128\n',
};
/** k0s is placed, and its sysinfo finds nothing. */
export const placed = {
	'k0s version': 'v1.34.1+k0s.0\n',
	'k0s sysinfo': '[{"path":["machine"],"displayName":"Machine","prop":"x","message":"","category":"pass"}]',
};
export const certificate = (name: 'server' | 'ca', at: string): Given => ({
	'ls -1A -- /var/lib/k0s/pki': `${name}.crt\n${name}.key\n`,
	'ls -1A -- /var/lib/k0s/pki/etcd': absent('/var/lib/k0s/pki/etcd'),
	[`cat -- /var/lib/k0s/pki/${name}.crt`]: sample(`certificate/${name}.crt`),
	'date +%s': `${Date.parse(at) / 1000}\n`,
});
/** The kubelet's own certificates beside those of k0s, the newest of which ends in 2036. */
export const kubeletCertificate = (name: 'server' | 'ended', at: string): Given => ({
	...certificate('ca', at),
	'ls -1A -- /var/lib/k0s/kubelet/pki':
		'kubelet-client-2026-11-23-05-47-14.pem\nkubelet-client-current.pem\nkubelet.crt\nkubelet.key\n',
	'sed -n -e /BEGIN .*PRIVATE KEY/,/END .*PRIVATE KEY/d': sample(`certificate/${name}.crt`),
});
export const listening = (...lines: readonly string[]): Given => ({
	'ss -Hltnup': lines.map(each => `tcp LISTEN 0 128 ${each}\n`).join(''),
});

/** `3618 shim`: a process of k0s as `command/processes.ts` lists it. */
export const ofK0s = (...rows: ReadonlyArray<readonly [pid: number, kind: string, name: string]>): Given => ({
	'sh -s -- k0s-processes list all': rows
		.map(([pid, kind, name]) => `${pid} 4821 1 ${kind} k0scontroller.service /var/lib/k0s/bin/${name}\n`)
		.join(''),
});

export const firewallSkips = Object.fromEntries(
	['pods', 'interface', 'default-zone', 'permanent', 'reload', 'forward'].map(
		name => [`firewall-${name}`, 'skip'] as const,
	),
);

/** One thing that is wrong, and the checks that turn, the first of them with what it found. */
export type Case = readonly [
	what: string,
	given: Given,
	turns: Record<string, Result>,
	found?: string,
	options?: Partial<CheckOptions>,
];
