import type {Shim} from '../facts/cluster.js';
import {known} from '../facts/reading.js';
import {lacksRight, notOk, type Reader} from './reading.js';

/** The socket of k0s's own containerd; that of the distribution or of Docker is below /run/containerd or /var/run/docker. */
const address = '/run/k0s/containerd.sock';

/**
 * The shims of k0s's containerd, from `ps -ww -o pid=,uid=,mntns=,args= -p 1 -C containerd-shim` (procps 4.0.2):
 * `3618 0 4026531832 /var/lib/k0s/bin/containerd-shim-runc-v2 -namespace k8s.io -id f39e… -address /run/k0s/containerd.sock`.
 * The address is the proof, that the process is root's (what a user calls its own process says nothing), and that it sees
 * the files of process 1: a k0s in a container has the same address. ps prints `-` for a namespace that it may not see.
 */
export const readShims: Reader<readonly Shim[]> = outcome => {
	const bad = notOk(outcome);
	if (bad) return bad;
	const rows = outcome.stdout.split('\n').flatMap(line => rowOf(line) ?? []);
	const init = rows.find(({pid}) => pid === '1');
	if (!init) return lacksRight(outcome, '/proc');
	const like = rows.filter(({pid, uid, words}) => {
		const at = words.indexOf('-address', 1);
		return pid !== '1' && uid === '0' && at !== -1 && words[at + 1] === address;
	});
	if (like.some(({mount}) => mount === '-' || init.mount === '-')) return lacksRight(outcome, '/proc/PID/ns/mnt');
	return known(
		like
			.filter(({mount}) => mount === init.mount)
			.map(({pid, words}) => ({pid: Number(pid), sandbox: words[words.indexOf('-id', 1) + 1] ?? ''})),
	);
};

function rowOf(line: string) {
	const [, pid, uid, mount, args] = /^\s*(\d+)\s+(\d+)\s+(\d+|-)\s+(.*)$/.exec(line) ?? [];
	return pid === undefined ? undefined : {pid, uid, mount, words: (args ?? '').split(' ')};
}
