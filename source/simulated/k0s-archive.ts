import {file, folder} from './file-entry.js';
import type {Moment} from './moment.js';
import {newCluster, roleIn} from './seed/cluster.js';
import type {Cluster, State} from './state.js';
import {unitArguments} from './unit-arguments.js';

/**
 * Archives of `k0s backup` on the simulated host: their names and entries follow pkg/backup of k0s 1.34, their content is data of
 * the simulation and no archive at all.
 */
export type Archive = {
	readonly simulated: 'k0s backup';
	/** Path and bytes; a folder's path ends in a slash. */
	readonly entries: ReadonlyArray<readonly [path: string, bytes: number]>;
	readonly config: string;
	readonly cluster: Cluster;
};

const keys = [
	...['admin.conf', 'admin.crt', 'admin.key', 'apiserver-etcd-client.crt', 'apiserver-etcd-client.key', 'ca.crt'],
	...['ca.key', 'front-proxy-ca.crt', 'front-proxy-ca.key', 'k0s-api.crt', 'k0s-api.key', 'konnectivity.conf'],
	...['konnectivity.crt', 'konnectivity.key', 'sa.key', 'sa.pub', 'server.crt', 'server.key'],
];
const manifests = ['api-config', 'autopilot', 'calico_init', 'coredns', 'kubelet', 'kubeproxy', 'kuberouter'];

export const isSingle = (state: State): boolean => unitArguments(state)?.includes('--single=true') === true;

const configPath = '/etc/k0s/k0s.yaml';

/** What `k0s backup` packs now; a configuration that is not there ends it, as it ends the real one. */
export function archiveOf({state}: Moment): Archive | {readonly error: string} {
	const config = state.files[configPath];
	if (state.cluster === null) return {error: 'no cluster'};
	if (config === undefined) {
		return {error: `failed to open file: open ${configPath}: no such file or directory`};
	}

	return {
		simulated: 'k0s backup',
		entries: [
			[isSingle(state) ? 'kine-state-backup.db' : 'etcd-snapshot.db', 4_874_272],
			['pki/', 0],
			...keys.map(name => [`pki/${name}`, 1675] as const),
			['pki/etcd/', 0],
			...['ca.crt', 'ca.key', 'peer.crt', 'peer.key', 'server.crt', 'server.key'].map(
				name => [`pki/etcd/${name}`, 1227] as const,
			),
			['manifests/', 0],
			...manifests.map(name => [`manifests/${name}/${name}.yaml`, 2048] as const),
			['images/', 0],
			['k0s.yaml', Buffer.byteLength(config.text)],
		],
		config: config.text,
		cluster: structuredClone(state.cluster),
	};
}

/** `k0s_backup_2026-11-30T12_01_04_000Z.tar.gz`: no fraction of the second, whatever its name says. */
export const archiveName = (now: number): string =>
	`k0s_backup_${new Date(now).toISOString().slice(0, 19).replaceAll(':', '_')}_000Z.tar.gz`;

export function readAsArchive(text: string): Archive | undefined {
	if (!text.startsWith('{"simulated":"k0s backup"')) return undefined;
	try {
		return JSON.parse(text) as Archive;
	} catch {
		return undefined;
	}
}

const snapshotPath = '/var/lib/k0s/etcd/member/snap/db';
const kinePath = '/var/lib/k0s/db/state.db';

/** `k0s restore`: keys and data store of the archive, which the next start finds. */
export function unpack(state: State, {entries, config, cluster}: Archive, configOut: string, now: number): void {
	const isKine = entries.some(([path]) => path === 'kine-state-backup.db');
	state.files[isKine ? kinePath : snapshotPath] = file(JSON.stringify(cluster), 0o600, now);
	for (const [path] of entries) {
		if (!/^(pki|manifests|images)\//.test(path)) continue;
		state.files[`/var/lib/k0s/${path.replace(/\/$/, '')}`] = path.endsWith('/')
			? folder(0o755, now)
			: file('', 0o640, now);
	}

	state.files[configOut] = file(config, 0o644, now);
}

/** What a start makes of a data store that was restored; undefined: there is none. */
export function restoredCluster(state: State, now: number, speed: number): Cluster | undefined {
	const snapshot = state.files[snapshotPath] ?? state.files[kinePath];
	if (snapshot === undefined || !snapshot.text.startsWith('{')) return undefined;
	const before = JSON.parse(snapshot.text) as Cluster;
	const cluster = newCluster(state.hostname, now, speed, roleIn(state));
	const isOwn = ({namespace, name}: {namespace: string; name: string}): boolean =>
		namespace === 'kube-system' || (namespace === 'default' && name === 'kubernetes');
	const others = <T extends {namespace: string; name: string; at: number}>(records: readonly T[]): T[] =>
		records.filter(record => !isOwn(record));
	cluster.workloads.push(...others(before.workloads));
	cluster.services.push(...others(before.services));
	cluster.pods.push(...others(before.pods).map(pod => ({...pod, at: cluster.node.at})));
	cluster.images.push(...before.images.filter(({ref}) => !cluster.images.some(image => image.ref === ref)));
	if (before.policies) cluster.policies = before.policies;
	cluster.serial = before.serial;
	return cluster;
}
