import * as files from '../command/files.js';
import type {Runner} from '../host/runner.js';
import {createLiveCluster, type LiveCluster} from './live-cluster.js';
import {createMonitor} from './monitor.js';
import type {News} from './news.js';
import {createListeners} from '../listeners.js';

/**
 * systemd keeps one link a running unit there, made anew with each start and gone with its end; a unit's file comes and
 * goes, and so does the program.
 */
const hostFolders = ['/run/systemd/units', '/etc/systemd/system', '/usr/local/bin'];
/** containerd keeps a folder for each task, and writes its database when containers and images come and go. */
const runtimeFolders = (dataDir: string): readonly string[] => [
	'/run/k0s/containerd/io.containerd.runtime.v2.task/k8s.io',
	`${dataDir}/containerd/io.containerd.metadata.v1.bolt`,
];

/** Who tells that k0s, its cluster or its containers changed. Works while somebody subscribes. */
export interface ClusterNews extends News {
	readonly cluster: LiveCluster;
	/** Listens to the API and to containerd, or leaves them while k0s does not run. */
	listen(to: {readonly dataDir: string; readonly run: number | null} | undefined): void;
	/** The last read left no question open: all that can change now is told. */
	settle(settled: boolean): void;
	/** Starts, ends and unit files are told. */
	readonly host: boolean;
	/** Containers and images are told. */
	readonly runtime: boolean;
}

export type Heard = {
	/** A unit, or the program of k0s, is another one. */
	readonly unit: () => void;
	/** Containers or images came or went. */
	readonly runtime: () => void;
};

export function createClusterNews(runner: Runner, heard: Heard): ClusterNews {
	const listeners = createListeners({
		first: () => host.start(),
		// The next screen may subscribe within the same turn.
		last: () =>
			queueMicrotask(() => {
				if (listeners.size() > 0) return;
				host.stop();
				cluster.stop();
				leaveRuntime();
			}),
	});
	const cluster = createLiveCluster(runner, listeners.tell);
	const monitorOf = (folders: readonly string[], matters: (path: string) => boolean, then: () => void) =>
		createMonitor({
			runner,
			command: files.changes(folders),
			onState: () => undefined,
			onLine(path) {
				if (path !== '' && !matters(path)) return;
				then();
				listeners.tell();
			},
		});
	const host = monitorOf(hostFolders, path => path.includes('k0s'), heard.unit);
	let runtime: {readonly dataDir: string; readonly monitor: ReturnType<typeof monitorOf>} | undefined;
	let settled = false;

	const leaveRuntime = (): void => {
		runtime?.monitor.stop();
		runtime = undefined;
	};

	return {
		cluster,
		subscribe: listener => (runner.follows ? listeners.add(listener) : () => undefined),
		listen(to) {
			if (listeners.size() === 0) return;
			if (!to) {
				cluster.stop();
				leaveRuntime();
				return;
			}

			cluster.start(to);
			if (runtime?.dataDir === to.dataDir) return;
			leaveRuntime();
			const monitor = monitorOf(runtimeFolders(to.dataDir), path => !path.endsWith('.lock'), heard.runtime);
			runtime = {dataDir: to.dataDir, monitor};
			monitor.start();
		},
		settle(now) {
			settled = now;
		},
		get host() {
			return host.live;
		},
		get runtime() {
			return runtime?.monitor.live ?? false;
		},
		get live() {
			return settled && host.live && (runtime === undefined || (cluster.live && runtime.monitor.live));
		},
	};
}
