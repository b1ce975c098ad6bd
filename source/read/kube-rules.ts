import type {Outcome} from '../command/outcome.js';
import {known, type Reading} from '../facts/reading.js';
import {notOk} from './reading.js';

/** Lines of `iptables -t TABLE -S CHAIN -v` (1.8): an absent chain is an answer too. */

/** Null: there is no such chain. */
export function readChainLines(outcome: Outcome): Reading<readonly string[] | null> {
	if (outcome.kind === 'failed' && /No chain\/target\/match by that name|does not exist/.test(outcome.stderr)) {
		return known(null);
	}

	const bad = notOk(outcome);
	if (bad) return bad;
	return known(outcome.stdout.split('\n').filter(line => line.startsWith('-A ')));
}

/** `ADDRESS PORT PROTOCOL` of the rules that send a service's packets to pods, or refuse them. */
export function portalsIn(lines: readonly string[]): string[] {
	return lines.flatMap(line => {
		const address = / -d (\d+(?:\.\d+){3})(?:\/32)? /.exec(line)?.[1];
		const port = / --dport (\d+) /.exec(line)?.[1];
		const protocol = / -p (\w+) /.exec(line)?.[1];
		return address === undefined || port === undefined || protocol === undefined
			? []
			: [`${address} ${port} ${protocol}`];
	});
}

/** Addresses that are led to their own chain of policies. */
export const judgedIn = (lines: readonly string[]): string[] =>
	lines.flatMap(line => (/ -j KUBE-POD-FW-\w+/.test(line) ? (/ -[ds] (\d+(?:\.\d+){3})/.exec(line)?.[1] ?? []) : []));

/** Whether the first rule of FORWARD that matters for pods' packets leads to their policies. */
export function leadsToPolicies(lines: readonly string[]): boolean {
	const policies = lines.findIndex(line => line.includes(' -j KUBE-ROUTER-FORWARD'));
	const through = lines.findIndex(line => / -[io] kube-bridge /.test(line) && / -j ACCEPT\b/.test(line));
	return policies !== -1 && (through === -1 || policies < through);
}

export const leadsTo = (lines: readonly string[], chain: string): boolean =>
	lines.some(line => new RegExp(String.raw` -j ${chain}\b`).test(line));

/** kube-router's rule, not the one of kube-proxy, which is for services alone. */
export const masquerades = (lines: readonly string[]): boolean =>
	lines.some(line => line.includes('--match-set kube-router-pod-subnets src') && / -j (MASQUERADE|SNAT)\b/.test(line));

/**
 * `StrictForwardPorts=yes` of firewalld.conf (firewalld 2.3 and newer; older ones do not know the key). firewalld then
 * rejects what others than itself sent on by DNAT: all that kube-proxy sends to pods.
 */
export const isStrict = (config: string): boolean => /^\s*StrictForwardPorts\s*=\s*(yes|true)\s*$/im.test(config);

/** firewalld's table has this chain only while StrictForwardPorts is in force (2.3.1, back end nftables). */
export const strictChain = 'filter_FORWARD_dnat';
