import type {IpsecPolicy} from '../../facts/network.js';
import {known, unknown, type Note} from '../../facts/reading.js';
import {notOk, type Reader} from '../reading.js';

/** A kernel without IPsec has no policies of it. */
const noIpsec = /Protocol not supported|Operation not supported|No such file or directory/;

/**
 * `ip xfrm policy` (iproute2 6.1 to 6.15; it has no JSON):
 *
 *     src 10.8.0.0/16 dst 10.9.0.0/24
 *     \tdir in action block priority 0 ptype main
 *
 * Those of one socket (`socket in`: a key daemon's own) are left out: they ask nothing of other packets.
 */
export const readIpsecPolicies: Reader<readonly IpsecPolicy[]> = outcome => {
	if (outcome.kind === 'failed' && noIpsec.test(outcome.stderr)) return known([]);
	const bad = notOk(outcome);
	if (bad) return bad;
	if (outcome.stdoutCut > 0) return unknown('cut', 'ip xfrm');
	const policies: IpsecPolicy[] = [];
	const notes: Note[] = [];
	let selector: {readonly source: string; readonly destination: string} | undefined;
	for (const line of outcome.stdout.split('\n')) {
		const [, source, destination] = /^src (\S+) dst (\S+)/.exec(line) ?? [];
		if (source !== undefined && destination !== undefined) selector = {source, destination};
		else if (/^\s+socket /.test(line)) selector = undefined;
		else if (/^\s+dir /.test(line)) {
			if (selector) policies.push(selector);
			selector = undefined;
		} else if (/^\S/.test(line)) notes.push({line, reason: 'not a policy'});
	}

	return known(policies, notes);
};

/** `ip xfrm state count` (iproute2 6.1 to 6.15): `\t SAD count 0`. */
export const readIpsecAssociations: Reader<number> = outcome => {
	if (outcome.kind === 'failed' && noIpsec.test(outcome.stderr)) return known(0);
	const bad = notOk(outcome);
	if (bad) return bad;
	const [, count] = /^\s*SAD count (\d+)/m.exec(outcome.stdout) ?? [];
	return count === undefined ? unknown('unreadable', outcome.stdout.trim().slice(0, 200)) : known(Number(count));
};
