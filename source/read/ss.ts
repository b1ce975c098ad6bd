import type {Listener} from '../facts/host.js';
import {known, unknown, type Note} from '../facts/reading.js';
import {notOk, type Reader} from './reading.js';

/**
 * `ss -Hltnup` (iproute2 6.1.0): `tcp LISTEN 0 4096 *:6443 *:* users:(("kube-apiserver",pid=1,fd=3))`. Without root only
 * one's own processes are named. What newer versions add behind the peer is passed over. A socket of TCP or UDP that is not
 * understood may hold any port: then nothing is known. Lines of other kinds are kept as notes.
 */
export const readListeners: Reader<readonly Listener[]> = outcome => {
	const bad = notOk(outcome);
	if (bad) return bad;
	if (outcome.stdoutCut > 0) return unknown('cut', 'ss');
	const notes: Note[] = [];
	const listeners = outcome.stdout.split('\n').flatMap(line => {
		if (line.trim() === '') return [];
		const listener = listenerOf(line);
		if (!listener) notes.push({line, reason: 'not a listener: passed over'});
		return listener ? [listener] : [];
	});
	const odd = notes.find(({line}) => listeners.length === 0 || /^(?:tcp|udp)\b/.test(line));
	return odd ? unknown('unreadable', odd.line.slice(0, 200)) : known(listeners, notes);
};

function listenerOf(line: string): Listener | undefined {
	const match = /^(tcp|udp)\s+\S+\s+\d+\s+\d+\s+(\S+):(\d+)(?:\s+(.*))?$/.exec(line);
	if (!match) return undefined;
	const users = /(?:^|\s)users:\((.*)\)/.exec(match[4] ?? '')?.[1] ?? '';
	const processes = [...users.matchAll(/\("((?:[^"\\]|\\.)*)",pid=(\d+)/g)].map(([, name, pid]) => ({
		name: name ?? '',
		pid: Number(pid),
	}));
	return {
		protocol: match[1] === 'udp' ? 'udp' : 'tcp',
		address: (match[2] ?? '').replace(/%[^\]]*/, ''),
		port: Number(match[3]),
		processes: processes.length === 0 ? null : distinct(processes),
	};
}

function distinct<T extends {readonly pid: number}>(processes: readonly T[]): readonly T[] {
	return processes.filter(({pid}, index) => processes.findIndex(other => other.pid === pid) === index);
}
