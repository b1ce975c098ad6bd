import type {HostsEntry} from '../facts/host.js';
import {required} from './file.js';
import {firstLine, notOk, type Reader} from './reading.js';
import {known} from '../facts/reading.js';

const entriesOf = (text: string): HostsEntry[] =>
	text.split('\n').flatMap(line => {
		const [address, ...names] = line.replace(/#.*$/, '').trim().split(/\s+/);
		return address && names.length > 0 ? [{address, names}] : [];
	});

/** /etc/hosts (hosts(5)). */
export const readHosts: Reader<readonly HostsEntry[]> = outcome => required(outcome, entriesOf);

/** `getent hosts NAME` (glibc 2.36): addresses found by any of the system's sources; exit 2 = really none. */
export const readResolved: Reader<readonly string[]> = outcome => {
	if (outcome.kind === 'failed' && outcome.exit === 2 && firstLine(outcome.stderr) === '') return known([]);
	const bad = notOk(outcome);
	return bad ?? known(entriesOf(outcome.stdout).map(({address}) => address));
};

/** `getent ahosts NAME`: one line a socket type, `10.0.0.1      STREAM name`; exit 2 = really none. */
export const readAllResolved: Reader<readonly string[]> = outcome => {
	if (outcome.kind === 'failed' && outcome.exit === 2 && firstLine(outcome.stderr) === '') return known([]);
	const bad = notOk(outcome);
	if (bad) return bad;
	const addresses = outcome.stdout.split('\n').flatMap(line => /^[\da-f.:]+(?=\s)/i.exec(line.trim())?.[0] ?? []);
	return known([...new Set(addresses)]);
};
