import {containerEntries} from './tool/ctr.js';
import {procStat} from './cluster/metrics.js';
import {controlPlane} from './cluster/view.js';
import {file, folder} from './file-entry.js';
import {hostLinks} from './net/links.js';
import {logsOf} from './k0s-files.js';
import {since, type Moment} from './moment.js';
import {processes} from './processes.js';
import {kernelRelease, modulesDep} from './seed/kernel.js';
import type {Cluster, FileEntry} from './state.js';

/** Files that follow from the rest of the state, each made when somebody asks for that one. */
type Files = Readonly<Record<string, () => FileEntry>>;

/** Those that lie in one folder, or are it: nobody has to make the others to find one of them. */
type Place = {readonly under: string; readonly files: (moment: Moment) => Files};

export function derivedAt(moment: Moment, path: string): FileEntry | undefined {
	for (const {under, files} of places) {
		if (path !== under && !path.startsWith(`${under}/`)) continue;
		const found = files(moment)[path]?.();
		if (found) return found;
	}

	return undefined;
}

/** The paths below a folder, whose name ends with a slash; some of others may be among them. */
export const derivedIn = (moment: Moment, folder: string): string[] =>
	places.flatMap(({under, files}) =>
		`${under}/`.startsWith(folder) || folder.startsWith(`${under}/`) ? Object.keys(files(moment)) : [],
	);

const text =
	({now}: Moment, words: () => string, mode = 0o644) =>
	(): FileEntry =>
		file(words(), mode, now);

const one = (path: string, words: (moment: Moment) => string, mode?: number): Place => ({
	under: path,
	files: moment => ({[path]: text(moment, () => words(moment), mode)}),
});

/** Those of one file stand first: the list of all processes is not made for them. */
const places: readonly Place[] = [
	one('/proc/uptime', uptime, 0o444),
	one('/proc/self/stat', ownStat, 0o444),
	one('/proc/net/dev', netDev, 0o444),
	one('/proc/stat', procStat, 0o444),
	one('/proc/net/netfilter/nfnetlink_queue', () => '', 0o440),
	one('/proc/loadavg', () => '0.31 0.24 0.12 1/184 4410\n', 0o444),
	one('/proc/sys/kernel/hostname', ({state}) => `${state.hostname}\n`),
	one(`/lib/modules/${kernelRelease}/modules.dep`, ({state}) => modulesDep(state.missingModules)),
	{under: '/run/systemd', files: ({state}) => ({'/run/systemd/system': () => folder(0o755, state.bootedAt)})},
	{under: '/run/k0s', files: runningK0s},
	{under: '/run/netns', files: moment => ofPods(moment, ({net}) => [`/run/netns/${net.name}`, () => '', 0o444])},
	{under: '/var/lib/k0s', files: keptByK0s},
	{
		under: '/var/lib/cni/results',
		files: moment => ofPods(moment, pod => [`/var/lib/cni/results/mynet-${pod.sandbox.id}-eth0`, () => cniResult(pod)]),
	},
	{under: '/etc/cni/net.d', files: routerConfig},
	{under: '/var/log', files: podLogs},
	{under: '/proc', files: ofProcesses},
];

function ofProcesses(moment: Moment): Files {
	return Object.fromEntries(
		processes(moment).flatMap(({pid, command, comm, cgroup}) => [
			[`/proc/${pid}/comm`, text(moment, () => `${comm}\n`)],
			[`/proc/${pid}/stat`, text(moment, () => `${pid} (${comm}) S 1 ${pid} ${pid} 0 -1 4194560\n`)],
			[`/proc/${pid}/cmdline`, text(moment, () => `${command.join('\0')}\0`)],
			[`/proc/${pid}/cgroup`, text(moment, () => `0::${cgroup}\n`)],
		]),
	);
}

function runningK0s(moment: Moment): Files {
	const plane = controlPlane(moment);
	const socket = (mode: number) => (): FileEntry => ({...file('', mode, moment.now), type: 'socket'});
	if (plane !== 'socket' && plane !== 'up') return {};
	return {
		'/run/k0s/status.sock': socket(0o755),
		'/run/k0s/k0s.yaml': text(moment, () => 'kind: RuntimeConfig\n', 0o600),
		...(plane === 'up' && {'/run/k0s/containerd.sock': socket(0o660)}),
	};
}

/** The cluster from when its node was there on, also after k0s has stopped; undefined: none yet. */
function clusterOf(moment: Moment): Cluster | undefined {
	const {cluster} = moment.state;
	if (cluster === null || (controlPlane(moment) !== 'up' && since(moment, cluster.node.at) < 0)) return undefined;
	return cluster;
}

function keptByK0s(moment: Moment): Files {
	if (!clusterOf(moment)) return {};
	const hasDatabase = moment.state.files['/var/lib/k0s/etcd/member/snap/db'] !== undefined;
	return {
		'/var/lib/k0s/pki/admin.conf': text(moment, () => 'apiVersion: v1\nkind: Config\n', 0o640),
		...(hasDatabase && {'/var/lib/k0s/etcd/member': () => folder(0o700, moment.now)}),
	};
}

function routerConfig(moment: Moment): Files {
	const cluster = clusterOf(moment);
	if (!cluster || since(moment, cluster.routerRulesAt) < 0) return {};
	return {'/etc/cni/net.d/10-kuberouter.conflist': text(moment, () => conflist)};
}

function podLogs(moment: Moment): Files {
	const cluster = clusterOf(moment);
	if (!cluster) return {};
	return Object.fromEntries(Object.entries(logsOf(moment, cluster)).map(([path, entry]) => [path, () => entry]));
}

type Pod = ReturnType<typeof containerEntries>[number]['pod'];
type PodWithNet = Pod & {readonly net: NonNullable<Pod['net']>};

/** One file for each pod with a network of its own: its path, its words and its mode. */
function ofPods(
	moment: Moment,
	made: (pod: PodWithNet) => readonly [path: string, words: () => string, mode?: number],
): Files {
	const cluster = clusterOf(moment);
	if (!cluster) return {};
	const pods = containerEntries(moment, cluster).flatMap(({pod, name}) =>
		pod.net === null || name !== null ? [] : [{...pod, net: pod.net}],
	);
	return Object.fromEntries(
		pods.map(pod => {
			const [path, words, mode] = made(pod);
			return [path, text(moment, words, mode)];
		}),
	);
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
function cniResult(pod: PodWithNet): string {
	return JSON.stringify({
		kind: 'cniCacheV1',
		containerId: pod.sandbox.id,
		ifName: 'eth0',
		networkName: 'mynet',
		netns: `/var/run/netns/${pod.net.name}`,
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
