import {containerEntries} from './tool/ctr.js';
import {procStat} from './cluster/metrics.js';
import {controlPlane} from './cluster/view.js';
import {file, folder} from './file-entry.js';
import {hostLinks} from './net/links.js';
import {logsOf, mountLines} from './k0s-files.js';
import {since, type Moment} from './moment.js';
import {processes} from './processes.js';
import {kernelRelease, modulesDep} from './seed/kernel.js';
import type {FileEntry} from './state.js';

/** The virtual file system: what the state holds, and what the kernel, k0s and the CNI would show at this moment. */

/** Follows links. Undefined: nothing there. */
export function entryAt(moment: Moment, path: string, depth = 0): FileEntry | undefined {
	const clean = path.length > 1 ? path.replace(/\/+$/, '') : path;
	const entry = moment.state.files[clean] ?? derived(moment)[clean]?.();
	if (entry?.type === 'link' && depth < 8) return entryAt(moment, entry.text, depth + 1);
	return entry;
}

export function content(moment: Moment, path: string, entry: FileEntry): string {
	if (path === '/proc/self/mounts' || path === '/proc/mounts') return entry.text + mountLines(moment);
	// A binary's bytes are never asked for: what shows is that it is one.
	return entry.blob === undefined ? entry.text : '\u007FELF';
}

/** Names in a folder, sorted. */
export function childrenOf(moment: Moment, path: string): string[] {
	const prefix = path.endsWith('/') ? path : `${path}/`;
	const names = new Set<string>();
	for (const name of [...Object.keys(moment.state.files), ...Object.keys(derived(moment))]) {
		if (name.startsWith(prefix)) names.add(name.slice(prefix.length).split('/')[0] ?? '');
	}

	return [...names].filter(name => name !== '').sort();
}

/** Files that follow from the rest of the state, each made when somebody asks for that one. */
function derived(moment: Moment): Record<string, () => FileEntry> {
	const {state, now} = moment;
	const text =
		(words: () => string, mode = 0o644) =>
		(): FileEntry =>
			file(words(), mode, now);
	const fixed = (words: string, mode?: number): (() => FileEntry) => text(() => words, mode);
	const files: Record<string, () => FileEntry> = {
		'/proc/uptime': text(() => uptime(moment), 0o444),
		'/proc/self/stat': text(() => ownStat(moment), 0o444),
		'/proc/net/dev': text(() => netDev(moment), 0o444),
		'/proc/stat': text(() => procStat(moment), 0o444),
		'/proc/loadavg': fixed('0.31 0.24 0.12 1/184 4410\n', 0o444),
		'/proc/sys/kernel/hostname': fixed(`${state.hostname}\n`),
		[`/lib/modules/${kernelRelease}/modules.dep`]: text(() => modulesDep(state.missingModules)),
		'/run/systemd/system': () => folder(0o755, state.bootedAt),
	};
	for (const {pid, command, comm, cgroup} of processes(moment)) {
		files[`/proc/${pid}/comm`] = fixed(`${comm}\n`);
		files[`/proc/${pid}/stat`] = fixed(`${pid} (${comm}) S 1 ${pid} ${pid} 0 -1 4194560\n`);
		files[`/proc/${pid}/cmdline`] = text(() => `${command.join('\0')}\0`);
		files[`/proc/${pid}/cgroup`] = fixed(`0::${cgroup}\n`);
	}

	const {cluster} = state;
	const plane = controlPlane(moment);
	const socket = (mode: number) => (): FileEntry => ({...file('', mode, now), type: 'socket'});
	if (plane === 'socket' || plane === 'up') {
		files['/run/k0s/status.sock'] = socket(0o755);
		files['/run/k0s/k0s.yaml'] = fixed('kind: RuntimeConfig\n', 0o600);
	}

	if (plane === 'up') files['/run/k0s/containerd.sock'] = socket(0o660);
	if (cluster === null || (plane !== 'up' && since(moment, cluster.node.at) < 0)) return files;
	files['/var/lib/k0s/pki/admin.conf'] = fixed('apiVersion: v1\nkind: Config\n', 0o640);
	if (state.files['/var/lib/k0s/etcd/member/snap/db']) files['/var/lib/k0s/etcd/member'] = () => folder(0o700, now);
	if (since(moment, cluster.routerRulesAt) >= 0) {
		files['/etc/cni/net.d/10-kuberouter.conflist'] = fixed(conflist);
	}

	for (const [path, entry] of Object.entries(logsOf(moment, cluster))) files[path] = () => entry;
	for (const {pod, name} of containerEntries(moment, cluster)) {
		if (pod.net === null || name !== null) continue;
		files[`/run/netns/${pod.net.name}`] = fixed('', 0o444);
		files[`/var/lib/cni/results/mynet-${pod.sandbox.id}-eth0`] = text(() => cniResult(pod));
	}

	return files;
}

function uptime(moment: Moment): string {
	const up = Math.max(0, since(moment, moment.state.bootedAt)) / 1000;
	return `${up.toFixed(2)} ${(up * 3.6).toFixed(2)}\n`;
}

/**
 * The stat of the process that reads it: its start, in hundredths of a second since the boot. From the start of k0s on it
 * goes with the wall clock, whatever the speed: nobody set that.
 */
function ownStat(moment: Moment): string {
	const {state, now} = moment;
	const from = state.k0s.startedAt ?? state.bootedAt;
	const ms = since(moment, state.bootedAt) - since(moment, from) + (now - from);
	const before = '4411 (cat) R 4410 4411 871 34816 4411 4194304 104 0 0 0 0 0 0 0 20 0 1 0';
	return `${before} ${Math.max(1, Math.round(ms / 10))} 5832704 230 18446744073709551615\n`;
}

/** /proc/net/dev of the host's own namespace. */
function netDev(moment: Moment): string {
	const numbers = ({bytes, packets, drops}: {bytes: number; packets: number; drops: number}): string =>
		[bytes, packets, 0, drops, 0, 0, 0, 0].join(' ');
	const lines = hostLinks(moment).map(({name, rx, tx}) => `${name.padStart(6)}: ${numbers(rx)} ${numbers(tx)}`);
	return `Inter-|   Receive                                                |  Transmit\n face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n${lines.join('\n')}\n`;
}

const conflist = `{"cniVersion":"0.3.0","name":"mynet","plugins":[{"bridge":"kube-bridge","hairpinMode":true,"ipam":{"subnet":"10.244.0.0/24","type":"host-local"},"isDefaultGateway":true,"type":"bridge"},{"capabilities":{"portMappings":true,"snat":true},"type":"portmap"}]}
`;

/** What libcni keeps of a sandbox's addition: an exact tie of a namespace to its pod. */
function cniResult(pod: ReturnType<typeof containerEntries>[number]['pod']): string {
	return JSON.stringify({
		kind: 'cniCacheV1',
		containerId: pod.sandbox.id,
		ifName: 'eth0',
		networkName: 'mynet',
		netns: `/var/run/netns/${pod.net?.name ?? ''}`,
		cniArgs: [
			['IgnoreUnknown', '1'],
			['K8S_POD_NAMESPACE', pod.namespace],
			['K8S_POD_NAME', pod.name],
			['K8S_POD_INFRA_CONTAINER_ID', pod.sandbox.id],
			['K8S_POD_UID', pod.uid],
		],
		result: {cniVersion: '0.3.0', ips: [{address: `${pod.ip}/24`, gateway: '10.244.0.1', version: '4'}]},
	});
}
