import type {Shim} from '../facts/cluster.js';
import {known} from '../facts/reading.js';
import {lacksRight, notOk, type Reader} from './reading.js';

/** The socket of k0s's own containerd; that of the distribution or of Docker is below /run/containerd or /var/run/docker. */
const address = '/run/k0s/containerd.sock';

/**
 * The shims of k0s's containerd, from `ps -ww -o pid=,uid=,args= -p 1 -C containerd-shim` (procps):
 * `3618 0 /var/lib/k0s/bin/containerd-shim-runc-v2 -namespace k8s.io -id f39e… -address /run/k0s/containerd.sock`.
 * The address is the proof, and that the process is root's: what a user calls its own process says nothing.
 */
export const readShims: Reader<readonly Shim[]> = outcome => {
	const bad = notOk(outcome);
	if (bad) return bad;
	let sawInit = false;
	const shims: Shim[] = [];
	for (const line of outcome.stdout.split('\n')) {
		const match = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line);
		if (!match) continue;
		const [, pid = '', uid = '', args = ''] = match;
		sawInit ||= pid === '1';
		const words = args.split(' ');
		const after = (option: string): string | undefined => words[words.indexOf(option, 1) + 1];
		if (!words.includes('-address') || after('-address') !== address || uid !== '0' || pid === '1') continue;
		shims.push({pid: Number(pid), sandbox: after('-id') ?? ''});
	}

	return sawInit ? known(shims) : lacksRight(outcome, '/proc');
};
