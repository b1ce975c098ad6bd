import type {CniResult} from '../../facts/network.js';
import {known, unknown} from '../../facts/reading.js';
import {notOk, type Reader} from '../reading.js';

/**
 * The collector's pick from libcni's cache (`/var/lib/cni/results/NETWORK-SANDBOX-IFACE`, "cniCacheV1"), a line a find:
 *
 *     /var/lib/cni/results/cbr0-8d45…-eth0:"K8S_POD_NAME","coredns-7656c59669-8wwxq"
 *     /var/lib/cni/results/cbr0-8d45…-eth0:"sandbox":"/var/run/netns/cni-7abaad58-…"
 *
 * Newer ones name `netns` too.
 */
export const readCniResults: Reader<readonly CniResult[]> = outcome => {
	const bad = notOk(outcome);
	if (bad) return bad;
	if (outcome.stdoutCut > 0) return unknown('cut', 'cni');
	const files = new Map<string, Map<string, string>>();
	for (const line of outcome.stdout.split('\n')) {
		const match = /^([^:]+):"(K8S_POD_NAME|K8S_POD_NAMESPACE|netns|sandbox)"[,:]"([^"\\]*)"$/.exec(line);
		if (!match) continue;
		const [, file = '', key = '', value = ''] = match;
		const found = files.get(file) ?? new Map<string, string>();
		found.set(key, value);
		files.set(file, found);
	}

	return known(
		[...files.values()].flatMap(found => {
			const name = found.get('K8S_POD_NAME');
			const namespace = found.get('K8S_POD_NAMESPACE');
			const netns = /\/netns\/([^/]+)$/.exec(found.get('netns') ?? found.get('sandbox') ?? '')?.[1];
			return name === undefined || namespace === undefined || netns === undefined ? [] : [{netns, namespace, name}];
		}),
	);
};
