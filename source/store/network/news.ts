import * as files from '../../command/files.js';
import * as ip from '../../command/ip.js';
import type {Runner} from '../../host/runner.js';
import {createMonitor} from '../monitor.js';
import type {News} from '../news.js';

/** Names of namespaces, and what the CNI plugins write for each pod. */
const folders = ['/run/netns', '/etc/cni/net.d', '/var/lib/cni/results'];

/** Tells when links, addresses, routes, rules or namespaces changed, here and in every namespace that is seen from here. */
export function createNetworkNews(runner: Runner): News {
	const listeners = new Set<() => void>();
	const tell = (): void => {
		for (const listener of [...listeners]) listener();
	};

	const monitors = [ip.monitor(), files.changes(folders)].map(command =>
		createMonitor({runner, command, onLine: tell, onState: () => undefined}),
	);
	return {
		subscribe(listener) {
			if (!runner.follows) return () => undefined;
			const call = (): void => listener();
			listeners.add(call);
			for (const monitor of monitors) monitor.start();
			return () => {
				if (!listeners.delete(call) || listeners.size > 0) return;
				for (const monitor of monitors) monitor.stop();
			};
		},
		get live() {
			return monitors.every(({live}) => live);
		},
	};
}
