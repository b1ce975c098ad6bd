import type {SshSocket} from '../facts/host.js';
import {known, unknown, type Note} from '../facts/reading.js';
import {lacksRight, notOk, type Reader} from './reading.js';

/** OpenSSH up to 9.7, its parts since 9.8, and dropbear. */
export const sshNames: readonly string[] = ['sshd', 'sshd-session', 'sshd-auth', 'dropbear'];

/**
 * `ss -Htnp` (iproute2 6.1.0) as root: `ESTAB 0 0 10.0.0.1:22 10.0.0.2:51742 users:(("sshd",pid=7,fd=4),…)`. Only the
 * established ones of sshd. An established connection whose process is not named makes the answer unknown: without root
 * all are so.
 */
export const readSshSockets: Reader<readonly SshSocket[]> = outcome => {
	const bad = notOk(outcome);
	if (bad) return bad;
	if (outcome.stdoutCut > 0) return unknown('cut', 'ss');
	const notes: Note[] = [];
	const sockets: SshSocket[] = [];
	let nameless = 0;
	for (const line of outcome.stdout.split('\n').filter(each => each.trim() !== '')) {
		const match = /^(\S+)\s+\d+\s+\d+\s+(\S+):(\d+)\s+(\S+):(\d+)(?:\s+users:\((.*)\))?\s*$/.exec(line);
		if (!match) {
			notes.push({line, reason: 'not a connection: passed over'});
			continue;
		}

		const [, state, address = '', port, peer = '', peerPort, users] = match;
		if (state !== 'ESTAB') continue;
		if (users === undefined) nameless++;
		const pids = [...(users ?? '').matchAll(/\("((?:[^"\\]|\\.)*)",pid=(\d+)/g)]
			.filter(([, name = '']) => sshNames.includes(name))
			.map(([, , pid]) => Number(pid));
		if (pids.length === 0) continue;
		sockets.push({
			address: bare(address),
			port: Number(port),
			peer: bare(peer),
			peerPort: Number(peerPort),
			pids: [...new Set(pids)],
		});
	}

	if (sockets.length === 0 && notes.length > 0) return unknown('unreadable', notes[0]?.line.slice(0, 200) ?? '');
	// Root is told every process but those of the kernel and of other namespaces: then none at all is named.
	const named = outcome.stdout.includes('users:(');
	return nameless > 0 && !named ? lacksRight(outcome, 'ss') : known(sockets, notes);
};

const bare = (address: string): string =>
	address
		.replace(/%[^\]]*/, '')
		.replace(/^\[|\]$/g, '')
		.replace(/^::ffff:(?=\d+\.)/i, '');
