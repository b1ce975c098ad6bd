import {file, folder} from './file-entry.js';
import {controlPlane} from './cluster/view.js';
import {lastingFiles, resetFiles, runFiles} from './k0s-files.js';
import {since, type Moment} from './moment.js';
import {childrenOf} from './processes.js';
import {milestones} from './seed/cluster.js';
import type {Cluster, FileEntry, State} from './state.js';
import type {Call} from './tool/tool.js';
import {moduleLine} from './seed/kernel.js';
import {sha256} from './seed/names.js';

import {unitPath, workerUnitPath} from '../command/k0s-paths.js';
import {binaryPath, installedVersion, version} from './releases.js';
import {isWorker} from './unit-arguments.js';

/** What k0s does to the server's state: its binary, its unit, its files, start, stop and reset. */

export const binarySize = 252_706_816;

/** The binary's content, told by its digest; a simulated one: it is not the digest of the real release. */
export const binaryDigest = (asset: string): string => sha256(`simulated ${asset}`);

export function binary(asset: string, mode: number, at: number): FileEntry {
	return {...file('', mode, at), blob: {size: binarySize, sha256: binaryDigest(asset), what: asset}};
}

export function placeBinary(state: State, at: number): void {
	state.files[binaryPath] = binary(`k0s-${version}-amd64`, 0o755, at);
}

/** The unit as k0s 1.34 writes it; the After and Wants lines end in a blank. */
export function unitText(
	path: string,
	args: readonly string[],
	environment: readonly string[] = [],
	role: 'controller' | 'worker' = 'controller',
): string {
	return `[Unit]
Description=k0s - Zero Friction Kubernetes
Documentation=https://docs.k0sproject.io
ConditionFileIsExecutable=${path}

After=network-online.target${' '}
Wants=network-online.target${' '}

[Service]
StartLimitInterval=5
StartLimitBurst=10
ExecStart=${[path, role, ...args].join(' ')}
${environment.map(line => `Environment="${line}"\n`).join('')}
RestartSec=10
Delegate=yes
KillMode=process
LimitCORE=infinity
TasksMax=infinity
TimeoutStartSec=0
LimitNOFILE=999999
Restart=always

[Install]
WantedBy=multi-user.target
`;
}

const users = ['etcd', 'kube-apiserver', 'konnectivity-server', 'kube-scheduler'];

export function installUnit(
	state: State,
	args: readonly string[],
	at: number,
	environment: string[] = [],
	role: 'controller' | 'worker' = 'controller',
): void {
	const path = role === 'worker' ? workerUnitPath : unitPath;
	state.files[path] = file(unitText(binaryPath, args, environment, role), 0o644, at);
	state.files[path.replace('/system/', '/system/multi-user.target.wants/')] = {...file(path, 0o777, at), type: 'link'};
	state.k0s.enabled = true;
	// A worker runs all that it runs as root.
	if (role === 'worker') return;
	const passwd = state.files['/etc/passwd'];
	if (passwd && !passwd.text.includes('kube-apiserver')) {
		passwd.text += users
			.map((name, index) => `${name}:x:${991 - index}:${991 - index}::/var/lib/k0s:/sbin/nologin\n`)
			.join('');
	}
}

const xtables = ['iptables', 'iptables-save', 'iptables-restore', 'ip6tables', 'ip6tables-save', 'ip6tables-restore'];

export function startController(state: State, at: number, cluster: Cluster): void {
	state.k0s.startedAt = at;
	state.k0s.version = installedVersion(state);
	delete state.k0s.failed;
	state.cluster = cluster;
	// What a flush took away for good comes back with the start; hostPorts would not, and no pod here has one.
	delete cluster.flushedAt;
	state.leftover = null;
	delete state.deletedRules;
	state.deletedLinks = [];
	state.files['/var/lib/k0s'] ??= folder(0o755, at);
	for (const [path, entry] of Object.entries({...runFiles(at), ...lastingFiles(at)})) state.files[path] ??= entry;
	touchKernel(state, at);
	state.files['/var/lib/k0s/bin/xtables-nft-multi'] ??= file('', 0o750, at);
	for (const name of xtables) {
		state.files[`/var/lib/k0s/bin/${name}`] ??= {
			...file('/var/lib/k0s/bin/xtables-nft-multi', 0o777, at),
			type: 'link',
		};
	}

	if (isWorker(state)) {
		state.files['/var/lib/k0s/kubelet.conf'] ??= file('apiVersion: v1\nkind: Config\n', 0o600, at);
		return;
	}

	const isKine = state.files[unitPath]?.text.includes('--single=true') === true;
	state.files[isKine ? '/var/lib/k0s/db/state.db' : '/var/lib/k0s/etcd/member/snap/db'] ??= file('', 0o600, at);
}

const loaded = [
	'overlay',
	'br_netfilter',
	'bridge',
	'ip_tables',
	'ip_set',
	'xt_set',
	'xt_comment',
	'nft_compat',
	'veth',
];
const settings: Readonly<Record<string, string>> = {
	'net/ipv4/ip_forward': '1',
	'net/ipv4/conf/all/forwarding': '1',
	'net/ipv4/conf/default/forwarding': '1',
	'net/ipv6/conf/all/forwarding': '1',
	'net/ipv6/conf/default/forwarding': '1',
	'net/ipv4/conf/all/route_localnet': '1',
	'net/bridge/bridge-nf-call-iptables': '1',
	'net/bridge/bridge-nf-call-ip6tables': '1',
};

/** Modules and settings that k0s, kubelet and kube-proxy load and write; a reset leaves them. */
function touchKernel(state: State, at: number): void {
	for (const [name, value] of Object.entries(settings))
		state.files[`/proc/sys/${name}`] = file(`${value}\n`, 0o644, at);
	const modules = state.files['/proc/modules'];
	for (const name of loaded) {
		if (state.files[`/sys/module/${name}`] || state.missingModules.includes(name)) continue;
		state.files[`/sys/module/${name}`] = folder(0o755, at);
		if (modules) modules.text += moduleLine(name);
	}
}

/** The service ends; containers, namespaces and rules stay, since the unit kills only its own process. */
export function stopController(state: State): void {
	state.k0s.startedAt = null;
	delete state.k0s.stoppingAt;
}

/**
 * A stop to its end, in simulated milliseconds of a real k0s 1.34.1: two waits of 5 s. During start-up it ends with exit 1, so
 * the unit fails; one that takes longer than systemd waits (here 90 s) is killed, and etcd and its kind live on.
 */
export async function endController(call: Pick<Call, 'moment' | 'sleep'>): Promise<void> {
	const begin = call.moment();
	begin.state.k0s.stoppingAt ??= begin.now;
	const plane = controlPlane(begin);
	// Until the kubelet has its certificate k0s cannot end in order.
	const isStarting = since(begin, begin.state.k0s.startedAt ?? begin.now) < milestones.node;
	const timesOut = begin.faults.stop === 'times-out' && plane === 'up';
	await call.sleep(plane === 'crashing' ? 200 : timesOut ? 90_000 : 10_500);
	const {state} = call.moment();
	if (state.k0s.startedAt === null) return;
	stopController(state);
	if (timesOut) {
		state.k0s.failed = 'timeout';
		state.k0s.survivors = childrenOf(state)
			.filter(([, name]) => /^(etcd|kube-apiserver|konnectivity-server)$/.test(name))
			.map(([offset, name, user]) => ({pid: state.k0s.pid + offset, name, user}));
	} else if (plane !== 'crashing' && (begin.faults.stop === 'fails' || isStarting)) state.k0s.failed = 'exit-code';
}

/** `k0s reset`: what it removes and, in `leftover`, what it does not. */
export function resetController(moment: Moment): void {
	const {state} = moment;
	resetFiles(moment);
	state.leftover = state.cluster === null ? null : {...state.cluster, endedAt: moment.now};
	state.cluster = null;
	state.k0s.enabled = false;
	const passwd = state.files['/etc/passwd'];
	if (passwd)
		passwd.text = passwd.text
			.split('\n')
			.filter(line => {
				const [name = ''] = line.split(':');
				// userdel refuses an account whose processes run, and k0s goes on.
				return !users.includes(name) || state.k0s.survivors?.some(({user}) => user === name);
			})
			.join('\n');
}

export {binaryPath, version} from './releases.js';
export {installedVersion, isNewVersion, kubeletVersion, runningVersion} from './releases.js';
