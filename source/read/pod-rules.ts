import type {PodRule} from '../facts/network.js';
import {known, unknown} from '../facts/reading.js';
import {notOk, type Reader} from './reading.js';

/**
 * `iptables -t filter -S KUBE-ROUTER-INPUT` (iptables 1.8.9; kube-router v2.6.1 and v2.11 write these comments):
 *
 *     -A KUBE-ROUTER-INPUT -s 10.244.0.3/32 -m comment --comment "rule to jump traffic from POD name:NAME namespace: NS to chain …" -j …
 *
 * Rules without a comment name nobody.
 */
export const readPodRules: Reader<readonly PodRule[]> = outcome => {
	const bad = notOk(outcome);
	if (bad) return bad;
	if (outcome.stdoutCut > 0) return unknown('cut', outcome.argv[0] ?? 'iptables');
	return known(
		outcome.stdout.split('\n').flatMap(line => {
			const match =
				/^-A KUBE-ROUTER-\w+ -[sd] ([\da-fA-F.:]+)(?:\/\d+)? .*POD name:(\S+) namespace: (\S+) to chain /.exec(line);
			const [, ip, name, namespace] = match ?? [];
			return ip === undefined || name === undefined || namespace === undefined ? [] : [{ip, namespace, name}];
		}),
	);
};
