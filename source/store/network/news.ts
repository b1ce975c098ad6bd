import * as files from '../../command/files.js';
import * as ip from '../../command/ip.js';
import type {Runner} from '../../host/runner.js';
import {createMonitor} from '../monitor.js';
import type {News} from '../news.js';
import {createListeners} from '../../listeners.js';

/** Names of namespaces, and what the CNI plugins write for each pod. */
const folders = ['/run/netns', '/etc/cni/net.d', '/var/lib/cni/results'];

/** Tells when links, addresses, routes, rules or namespaces changed, here and in every namespace that is seen from here. */
export function createNetworkNews(runner: Runner): News {
	const {add, tell} = createListeners({
		first() {
			for (const monitor of monitors) monitor.start();
		},
		last() {
			for (const monitor of monitors) monitor.stop();
		},
	});
	const monitors = [ip.monitor(), files.changes(folders)].map(command =>
		createMonitor({runner, command, onLine: tell, onState: () => undefined}),
	);
	return {
		subscribe: listener => (runner.follows ? add(listener) : () => undefined),
		get live() {
			return monitors.every(({live}) => live);
		},
	};
}
