import type {Listener} from '../facts/host.js';
import {known, unknown, type Note} from '../facts/reading.js';
import {notOk, type Reader} from './reading.js';

/**
 * `ss -Hltnup` (iproute2 6.1.0): `tcp LISTEN 0 4096 *:6443 *:* users:(("kube-apiserver",pid=1,fd=3))`. Without root only
 * one's own processes are named. Lines that are not understood are kept as notes.
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
	return listeners.length === 0 && notes.length > 0
		? unknown('unreadable', notes[0]?.line.slice(0, 200) ?? '')
		: known(listeners, notes);
};

function listenerOf(line: string): Listener | undefined {
	const match = /^(tcp|udp)\s+\S+\s+\d+\s+\d+\s+(\S+):(\d+)\s+\S+(?:\s+users:\((.*)\))?\s*$/.exec(line);
	if (!match) return undefined;
	const processes = [...(match[4] ?? '').matchAll(/\("((?:[^"\\]|\\.)*)",pid=(\d+)/g)].map(([, name, pid]) => ({
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
